package content

// imageProviderURL is how the sample in Zoom's guide spells img_url, which looks like a search-and-replace gone wrong:
// Zoom's SDK and every client use img_url.
const imageProviderURL = "ImageProvider_url"

// styleFields is the style of a text. Zoom's SDK requires all three members; Zoom's own samples send any subset.
var styleFields = []Field{
	{Name: "color", Kind: KindString, Format: FormatColor, Meaning: "Color as `#RRGGBB`."},
	{Name: "bold", Kind: KindBoolean, Meaning: "Whether the text is bold."},
	{Name: "italic", Kind: KindBoolean,
		Meaning: "Whether the text is italic. iOS does not show italics when `bold` is set as well."},
}

var headFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed, Meaning: "Headline."},
	styleOf("headline"),
	{Name: "sub_head", Kind: KindObject, Strict: true, Meaning: "Second line, below the headline.", Fields: []Field{
		{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed, Meaning: "Text of the second line."},
		styleOf("second line"),
	}},
	{Name: "type", Kind: KindString, Source: Seen, Meaning: "Accepted but not needed: some bots send `message`."},
}

// styleOf is the style of a text to which Markdown applies, where Zoom then ignores the style.
func styleOf(text string) Field {
	return Field{Name: "style", Kind: KindObject, Markdown: MarkdownIgnored, Fields: styleFields, See: "style",
		Meaning: "Style of the " + text + "."}
}

// plainText is an object of a text and its style to which Markdown does not apply.
func plainText(name string, need Need, meaning string) Field {
	return Field{Name: name, Kind: KindObject, Need: need, Meaning: meaning, Fields: []Field{
		{Name: "text", Kind: KindString, Need: Required, Meaning: "Text of the " + name + "."},
		{Name: "style", Kind: KindObject, Fields: styleFields, See: "style", Meaning: "Style of the " + name + "."},
	}}
}

// objects are the objects that are not elements of a body.
var objects = []Element{
	{
		Name:    "content",
		Meaning: "The content itself: at least one of `head` and `body`.",
		Fields: []Field{
			{Name: "head", Kind: KindObject, Strict: true, Fields: headFields, See: "head", Meaning: "Headline of the message."},
			{Name: "body", Kind: KindList, Strict: true, Holds: InBody, Meaning: "Elements of the message, from top to bottom."},
			{Name: "settings", Kind: KindObject, Source: SDK, Meaning: "Settings for the message as a whole.",
				Fields: settingsFields},
		},
	},
	{Name: "head", Meaning: "The headline, in `content.head`.", Fields: headFields},
	{Name: "style", Fields: styleFields, Meaning: "Style of a text. Not available for buttons, drop-down lists, footers " +
		"and links, and ignored by Zoom where Markdown applies."},
}

// settingsFields are the members that the App Card Builder and Zoom's ERP sample write. Zoom's SDK allows any.
var settingsFields = []Field{
	{Name: "default_sidebar_color", Kind: KindString, Format: FormatColor, Source: SDK,
		Meaning: "Color of the side bar of every section that has no color of its own."},
	{Name: "is_split_sidebar", Kind: KindBoolean, Source: SDK, Meaning: "Written by the App Card Builder; not explained."},
	{Name: "form", Kind: KindBoolean, Source: SDK, Meaning: "Written by one of Zoom's samples; not explained."},
	{Name: "form_id", Kind: KindString, Source: SDK, Format: FormatOpaque,
		Meaning: "Written by one of Zoom's samples; not explained."},
}

// documentedElements are the six types of Zoom's guide.
var documentedElements = []Element{
	{
		Name: "message", Places: anywhere, Meaning: "A text.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed,
				Meaning: "Text of the message. A bare `https://...` becomes a link."},
			styleOf("text"),
			{Name: "link", Kind: KindString, Format: FormatURL, Markdown: MarkdownRejected,
				Meaning: "URL that the whole text links to."},
			{Name: "editable", Kind: KindBoolean, Markdown: MarkdownRejected,
				Meaning: "Whether people can edit the text. Zoom notifies your app of changes."},
			// The page on bot cards has it, the guide "Customizing messages" does not.
			{Name: "is_markdown_support", Kind: KindBoolean, Meaning: "Whether the text of this one element is Markdown."},
		},
	},
	{
		Name: "fields", Places: anywhere, Meaning: "Labels with values.",
		Fields: []Field{
			{Name: "items", Kind: KindList, Need: Required, Meaning: "Labels with their values.", Fields: fieldsItemFields},
		},
	},
	{
		Name: "actions", Places: anywhere, Meaning: "Buttons.",
		Fields: []Field{
			{Name: "items", Kind: KindList, Need: Required, Meaning: "Buttons.", Fields: buttonFields},
			{Name: "limit", Kind: KindInteger, Meaning: "Number of buttons to show. The others go into an overflow menu."},
		},
	},
	{
		Name: "select", Places: anywhere, Meaning: "A drop-down list: exactly one of `select_items` and `static_source`.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Required, Meaning: "Label of the list."},
			{Name: "select_items", Kind: KindList, Strict: true, Meaning: "Options of the list.", Fields: choiceFields},
			{Name: "static_source", Kind: KindString, Strict: true, Allowed: []string{"members", "channels"},
				Meaning: "Options that Zoom provides: `members` are those of the channel that the message is sent to, " +
					"`channels` are those of the user who opens the list."},
			// A published bot preselects with a value only.
			{Name: "selected_item", Kind: KindObject, Meaning: "Option that is selected at first.", Fields: []Field{
				{Name: "text", Kind: KindString, Meaning: "Label of the option."},
				{Name: "value", Kind: KindString, Need: Expected, Source: SDK, Format: FormatOpaque,
					Meaning: "Value of the option."},
			}},
		},
	},
	{
		Name: "attachments", Places: anywhere,
		Meaning: "A preview of a link, a file or an image. It is one object, in spite of its name.",
		Fields: []Field{
			{Name: "resource_url", Kind: KindString, Need: Required, Format: FormatURL, Meaning: "URL that a click opens."},
			{Name: "img_url", Kind: KindString, Need: Required, Format: FormatURL,
				Meaning: "URL of the thumbnail. (The sample in Zoom's guide has `" + imageProviderURL + "` in its place.)"},
			{Name: "information", Kind: KindObject, Need: Required, Meaning: "Text next to the thumbnail.", Fields: []Field{
				plainText("title", Required, "Title of the attachment."),
				plainText("description", Expected, "Description of the attachment."),
			}},
			{Name: "ext", Kind: KindString, Meaning: "File type, such as `pdf`."},
			{Name: "size", Kind: KindInteger, Meaning: "Size in bytes."},
		},
	},
	{
		Name: "section", Places: InBody | InPage,
		Meaning: "Groups elements behind a colored side bar. A section contains neither sections nor pages.",
		Fields: []Field{
			{Name: "sections", Kind: KindList, Need: Required, Holds: InSection, Meaning: "Elements of the section."},
			{Name: "sidebar_color", Kind: KindString, Format: FormatColor, Meaning: "Color of the side bar."},
			{Name: "footer", Kind: KindString, Markdown: MarkdownParsed, Meaning: "Line at the bottom. Only sections have one."},
			{Name: "footer_icon", Kind: KindString, Format: FormatURL, Meaning: "URL of a small image in front of the footer."},
			{Name: "ts", Kind: KindInteger, Strict: true, Format: FormatMillis,
				Meaning: "Time next to the footer, in milliseconds since 1970."},
			{Name: "layout", Kind: KindString, Source: Seen, Meaning: "Sent by one bot as `horizontal`; not explained."},
		},
	},
}

var fieldsItemFields = []Field{
	{Name: "key", Kind: KindString, Need: Required, Meaning: "Label."},
	{Name: "value", Kind: KindString, Need: Required, Format: FormatFilled, Markdown: MarkdownParsed,
		Meaning: "Value. Use `\" \"` for a blank."},
	{Name: "short", Kind: KindBoolean, Meaning: "Whether the item is narrow: two consecutive short items share a row."},
	{Name: "editable", Kind: KindBoolean, Markdown: MarkdownRejected,
		Meaning: "Whether people can edit the value. Zoom notifies your app of changes."},
	{Name: "style", Kind: KindObject, Source: Seen, Markdown: MarkdownIgnored, Fields: styleFields, See: "style",
		Meaning: "Style of the value."},
	{Name: "is_markdown", Kind: KindBoolean, Source: Seen, Meaning: "Seen once; not confirmed."},
}

var buttonFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Meaning: "Label of the button."},
	{Name: "value", Kind: KindString, Need: Required, Format: FormatOpaque,
		Meaning: "Value that Zoom sends to your app when somebody presses the button."},
	// Zoom does not check the style: ZoomNet's live test sent "Update".
	{Name: "style", Kind: KindString,
		Allowed: []string{"Primary", "Default", "Danger", "Disabled", "Thumbsup", "Thumbsdown"},
		Meaning: "Style of the button. The last two are for feedback, and known from Zoom's samples only."},
	{Name: "action", Kind: KindString, Source: SDK, Allowed: []string{"dialog"},
		Meaning: "Opens a page of your app in a window on top of the chat."},
	{Name: "dialog", Kind: KindObject, Source: SDK, Meaning: "That window.", Fields: []Field{
		{Name: "size", Kind: KindString, Source: SDK, Meaning: "Size of the window. Only `M` was seen in use."},
		{Name: "link", Kind: KindString, Source: SDK, Format: FormatURL, Meaning: "URL of the page."},
		{Name: "title", Kind: KindObject, Source: SDK, Meaning: "Title of the window.", Fields: []Field{
			{Name: "text", Kind: KindString, Source: SDK, Meaning: "Text of the title."},
		}},
	}},
}

// choiceFields is an option of a drop-down list.
var choiceFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Meaning: "Label of the option."},
	{Name: "value", Kind: KindString, Need: Required, Format: FormatOpaque, Meaning: "Value that Zoom sends to your app."},
}
