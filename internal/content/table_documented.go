package content

// styleFields is the style of a text. Zoom's SDK requires all three members;
// Zoom's own samples send any subset.
var styleFields = []Field{
	{Name: "color", Kind: KindString, Format: FormatColor, Meaning: "The color as `#RRGGBB`."},
	{Name: "bold", Kind: KindBoolean, Meaning: "Whether the text is bold."},
	{Name: "italic", Kind: KindBoolean, Meaning: "Whether the text is italic. iOS does not draw italic when `bold` is set too."},
}

var headFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed, Meaning: "The headline."},
	styleOf("the headline"),
	{Name: "sub_head", Kind: KindObject, Strict: true, Meaning: "A second line below the headline.", Fields: []Field{
		{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed, Meaning: "The second line."},
		styleOf("the second line"),
	}},
	{Name: "type", Kind: KindString, Source: Seen, Meaning: "Tolerated, not needed: some bots send `message`."},
}

// styleOf is the style of a text to which markdown applies, which then ignores
// the style.
func styleOf(text string) Field {
	return Field{Name: "style", Kind: KindObject, Markdown: MarkdownIgnored, Fields: styleFields, See: "style", Meaning: "How " + text + " looks."}
}

// plainText is an object of a text and its style, out of reach of markdown.
func plainText(name, meaning string) Field {
	return Field{Name: name, Kind: KindObject, Need: Required, Meaning: meaning, Fields: []Field{
		{Name: "text", Kind: KindString, Need: Required, Meaning: "Its text."},
		{Name: "style", Kind: KindObject, Fields: styleFields, See: "style", Meaning: "How it looks."},
	}}
}

// objects are the objects that are not elements of a body.
var objects = []Element{
	{
		Name:    "content",
		Meaning: "The content itself: at least one of `head` and `body`.",
		Fields: []Field{
			{Name: "head", Kind: KindObject, Strict: true, Fields: headFields, See: "head", Meaning: "The headline of the message."},
			{Name: "body", Kind: KindList, Strict: true, Holds: InBody, Meaning: "The elements of the message, from top to bottom."},
			// Zoom's SDK types settings as "any"; the members are those that the App
			// Card Builder and Zoom's ERP sample write.
			{Name: "settings", Kind: KindObject, Source: SDK, Meaning: "How the message as a whole looks.", Fields: []Field{
				{Name: "default_sidebar_color", Kind: KindString, Format: FormatColor, Source: SDK, Meaning: "The color of the side bar of every section that has none of its own."},
				{Name: "is_split_sidebar", Kind: KindBoolean, Source: SDK, Meaning: "Written by the App Card Builder; not explained."},
				{Name: "form", Kind: KindBoolean, Source: SDK, Meaning: "Written by one of Zoom's samples; not explained."},
				{Name: "form_id", Kind: KindString, Source: SDK, Meaning: "Written by one of Zoom's samples; not explained."},
			}},
		},
	},
	{Name: "head", Meaning: "The headline, in `content.head`.", Fields: headFields},
	{Name: "style", Meaning: "The look of a text. Not available for buttons, drop-down lists, footers and links, and ignored by Zoom where markdown applies.", Fields: styleFields},
}

// documentedElements are the six types of Zoom's guide.
var documentedElements = []Element{
	{
		Name: "message", Places: anywhere, Meaning: "A text.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Required, Markdown: MarkdownParsed, Meaning: "The text. A bare `https://...` becomes a link."},
			styleOf("the text"),
			{Name: "link", Kind: KindString, Format: FormatURL, Markdown: MarkdownRejected, Meaning: "A URL: the whole text becomes a link to it."},
			{Name: "editable", Kind: KindBoolean, Markdown: MarkdownRejected, Meaning: "Whether people may edit the text; your app is told of it."},
			{Name: "is_markdown_support", Kind: KindBoolean, Source: SDK, Meaning: "Whether the text of this one element is markdown."},
		},
	},
	{
		Name: "fields", Places: anywhere, Meaning: "Labels with values.",
		Fields: []Field{
			{Name: "items", Kind: KindList, Need: Required, Meaning: "The labels with their values.", Fields: []Field{
				{Name: "key", Kind: KindString, Need: Required, Meaning: "The label."},
				{Name: "value", Kind: KindString, Need: Required, Format: FormatFilled, Markdown: MarkdownParsed, Meaning: "The value. A blank is written `\" \"`."},
				{Name: "short", Kind: KindBoolean, Meaning: "Whether it is narrow: two consecutive short items share a row."},
				{Name: "editable", Kind: KindBoolean, Markdown: MarkdownRejected, Meaning: "Whether people may edit the value; your app is told of it."},
				{Name: "style", Kind: KindObject, Source: Seen, Markdown: MarkdownIgnored, Fields: styleFields, See: "style", Meaning: "How the value looks."},
				{Name: "is_markdown", Kind: KindBoolean, Source: Seen, Meaning: "Seen once; not confirmed."},
			}},
		},
	},
	{
		Name: "actions", Places: anywhere, Meaning: "Buttons.",
		Fields: []Field{
			{Name: "items", Kind: KindList, Need: Required, Meaning: "The buttons.", Fields: buttonFields},
			{Name: "limit", Kind: KindInteger, Meaning: "How many buttons are shown; the others go into an overflow menu."},
		},
	},
	{
		Name: "select", Places: anywhere, Meaning: "A drop-down list: exactly one of `select_items` and `static_source`.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Required, Meaning: "The label of the list."},
			{Name: "select_items", Kind: KindList, Strict: true, Meaning: "What can be selected.", Fields: choiceFields},
			{Name: "static_source", Kind: KindString, Strict: true, Allowed: []string{"members", "channels"}, Meaning: "Lets people select from the members or the channels of the account."},
			{Name: "selected_item", Kind: KindObject, Meaning: "What is selected at first.", Fields: []Field{
				{Name: "text", Kind: KindString, Need: Expected, Meaning: "Its label."},
				{Name: "value", Kind: KindString, Need: Expected, Meaning: "Its value."},
			}},
		},
	},
	{
		Name: "attachments", Places: anywhere, Meaning: "A preview of a link, a file or an image. It is one object, whatever its name says.",
		Fields: []Field{
			{Name: "resource_url", Kind: KindString, Need: Required, Format: FormatURL, Meaning: "What a click opens."},
			// Zoom's guide spells it ImageProvider_url in its sample, which looks like a
			// search-and-replace gone wrong: Zoom's SDK and every client say img_url.
			{Name: "img_url", Kind: KindString, Need: Required, Format: FormatURL, Meaning: "The thumbnail. (Zoom's guide misspells it `ImageProvider_url`.)"},
			{Name: "information", Kind: KindObject, Need: Required, Meaning: "The words beside the thumbnail.", Fields: []Field{
				plainText("title", "The title."),
				plainText("description", "The description."),
			}},
			{Name: "ext", Kind: KindString, Meaning: "The file type, such as `pdf`."},
			{Name: "size", Kind: KindInteger, Meaning: "The size in bytes."},
		},
	},
	{
		Name: "section", Places: InBody | InPage, Meaning: "Groups elements behind a colored side bar. A section holds neither sections nor pages.",
		Fields: []Field{
			{Name: "sections", Kind: KindList, Need: Required, Holds: InSection, Meaning: "The elements of the section."},
			{Name: "sidebar_color", Kind: KindString, Format: FormatColor, Meaning: "The color of the side bar."},
			{Name: "footer", Kind: KindString, Markdown: MarkdownParsed, Meaning: "A line below. Only a section has one."},
			{Name: "footer_icon", Kind: KindString, Format: FormatURL, Meaning: "A small image before the footer."},
			{Name: "ts", Kind: KindInteger, Strict: true, Format: FormatMillis, Meaning: "A time beside the footer, in milliseconds since 1970."},
		},
	},
}

var buttonFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Meaning: "The label."},
	{Name: "value", Kind: KindString, Need: Required, Meaning: "What your app is told when the button is pressed."},
	// Zoom does not check the style: ZoomNet's live test sent "Update".
	{Name: "style", Kind: KindString, Allowed: []string{"Primary", "Default", "Danger", "Disabled", "Thumbsup", "Thumbsdown"}, Meaning: "The look. The last two are feedback buttons and known from Zoom's samples only."},
	{Name: "action", Kind: KindString, Source: SDK, Allowed: []string{"dialog"}, Meaning: "Opens a page of your app in a window over the chat."},
	{Name: "dialog", Kind: KindObject, Source: SDK, Meaning: "That window.", Fields: []Field{
		{Name: "size", Kind: KindString, Source: SDK, Meaning: "Its size. Only `M` was seen in use."},
		{Name: "link", Kind: KindString, Source: SDK, Format: FormatURL, Meaning: "Its page."},
		{Name: "title", Kind: KindObject, Source: SDK, Meaning: "Its title.", Fields: []Field{
			{Name: "text", Kind: KindString, Source: SDK, Meaning: "The text of the title."},
		}},
	}},
}

// choiceFields is something that can be selected from a drop-down list.
var choiceFields = []Field{
	{Name: "text", Kind: KindString, Need: Required, Meaning: "The label."},
	{Name: "value", Kind: KindString, Need: Required, Meaning: "What your app is told."},
}
