package content

// optionFields is one of several things to tick.
var optionFields = []Field{
	{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "The label."},
	{Name: "value", Kind: KindString, Need: Expected, Source: SDK, Meaning: "What your app is told."},
}

// newerElements are in Zoom's SDK and in the App Card Builder, but not in the
// guide. The SDK types every field as required, as it does for style where that
// is known to be wrong; so nothing here is Required.
var newerElements = []Element{
	{
		Name: "divider", Places: anywhere, Source: SDK, Meaning: "A line across.",
		Fields: []Field{
			{Name: "style", Kind: KindObject, Source: SDK, Meaning: "How the line looks.", Fields: []Field{
				{Name: "bold", Kind: KindBoolean, Source: SDK, Meaning: "Whether it is bold."},
				{Name: "dotted", Kind: KindBoolean, Source: SDK, Meaning: "Whether it is dotted."},
				{Name: "color", Kind: KindString, Format: FormatColor, Source: SDK, Meaning: "Its color as `#RRGGBB`."},
			}},
		},
	},
	{
		Name: "file", Places: anywhere, Source: SDK, Meaning: "A file to download.",
		Fields: []Field{
			{Name: "icon_url", Kind: KindString, Format: FormatURL, Source: SDK, Meaning: "An icon."},
			{Name: "title", Kind: KindObject, Need: Expected, Source: SDK, Meaning: "The file.", Fields: []Field{
				{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "Its name."},
				{Name: "file_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK, Meaning: "Where it is."},
			}},
			{Name: "description", Kind: KindObject, Source: SDK, Meaning: "The words below.", Fields: []Field{
				{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "The text."},
			}},
		},
	},
	{
		Name: "images", Places: anywhere, Source: SDK, Meaning: "One image, or several to leaf through.",
		Fields: []Field{
			{Name: "images", Kind: KindList, Need: Expected, Source: SDK, Meaning: "The images.", Fields: []Field{
				{Name: "image_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK, Meaning: "Where the image is."},
				{Name: "alt_text", Kind: KindString, Source: SDK, Meaning: "What it shows, for those who cannot see it."},
				{Name: "image_index", Kind: KindInteger, Source: SDK, Meaning: "Its number."},
			}},
			{Name: "cur_index", Kind: KindInteger, Source: SDK, Meaning: "Which image is shown first."},
		},
	},
	{
		Name: "progress_bar", Places: anywhere, Source: SDK, Meaning: "A progress bar.",
		Fields: []Field{
			{Name: "value", Kind: KindNumber, Need: Expected, Source: SDK, Meaning: "The progress. The range is not stated; percent is likely."},
		},
	},
	{
		Name: "alert", Places: anywhere, Source: SDK, Meaning: "A notice that stands out.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "The notice."},
			{Name: "level", Kind: KindString, Source: SDK, Meaning: "How serious it is. The values are not stated."},
			{Name: "closable", Kind: KindBoolean, Source: SDK, Meaning: "Whether people may close it."},
		},
	},
	{
		Name: "video", Places: anywhere, Source: SDK, Meaning: "A video.",
		Fields: []Field{
			{Name: "title", Kind: KindObject, Source: SDK, Meaning: "The title.", Fields: []Field{
				{Name: "text", Kind: KindString, Source: SDK, Meaning: "The text of the title."},
				{Name: "is_markdown_support", Kind: KindBoolean, Source: SDK, Meaning: "Whether the title is markdown."},
			}},
			{Name: "title_url", Kind: KindString, Format: FormatURL, Source: SDK, Meaning: "What a click on the title opens."},
			{Name: "video_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK, Meaning: "Where the video is."},
			{Name: "thumbnail_url", Kind: KindString, Format: FormatURL, Source: SDK, Meaning: "An image to show before it plays."},
			{Name: "author_name", Kind: KindString, Source: SDK, Meaning: "Who made it."},
			{Name: "provider_name", Kind: KindString, Source: SDK, Meaning: "Who shows it."},
			{Name: "provider_icon_url", Kind: KindString, Format: FormatURL, Source: SDK, Meaning: "Their icon."},
			actionID,
		},
	},
	{
		Name: "datepicker", Places: anywhere, Source: SDK, Meaning: "Lets people pick a day.",
		Fields: []Field{
			{Name: "initial_date", Kind: KindString, Source: SDK, Meaning: "The day shown at first. The format is not stated."},
			actionID,
		},
	},
	{
		Name: "timepicker", Places: anywhere, Source: SDK, Meaning: "Lets people pick a time of the day.",
		Fields: []Field{
			{Name: "initial_time", Kind: KindString, Source: SDK, Meaning: "The time shown at first. The format is not stated."},
			actionID,
		},
	},
	{
		Name: "radio_buttons", Places: anywhere, Source: SDK, Meaning: "Lets people choose one of several.",
		Fields: []Field{
			{Name: "options", Kind: KindList, Need: Expected, Source: SDK, Meaning: "What can be chosen.", Fields: optionFields},
			{Name: "initial_option", Kind: KindObject, Source: SDK, Meaning: "What is chosen at first.", Fields: optionFields},
			actionID,
		},
	},
	{
		Name: "checkboxes", Places: anywhere, Source: SDK, Meaning: "Lets people choose any of several. With `style` it is a group of switches; there is no type `switch`.",
		Fields: []Field{
			{Name: "options", Kind: KindList, Need: Expected, Source: SDK, Meaning: "What can be chosen.", Fields: append(optionFields[:2:2],
				Field{Name: "initial_selected", Kind: KindBoolean, Source: SDK, Meaning: "Whether it is chosen at first."})},
			{Name: "style", Kind: KindString, Source: SDK, Meaning: "Makes it a group of switches. The values are not stated."},
			actionID,
		},
	},
	{
		Name: "plain_text_input", Places: anywhere, Source: SDK, Meaning: "Lets people write a text.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Source: SDK, Meaning: "The label."},
			{Name: "value", Kind: KindString, Source: SDK, Meaning: "What stands in it at first."},
			{Name: "placeholder", Kind: KindString, Source: SDK, Meaning: "A hint, shown while it is empty."},
			{Name: "multiline", Kind: KindBoolean, Source: SDK, Meaning: "Whether it has several lines."},
			{Name: "min_length", Kind: KindInteger, Source: SDK, Meaning: "The shortest text that is accepted."},
			{Name: "max_length", Kind: KindInteger, Source: SDK, Meaning: "The longest text that is accepted."},
			actionID,
		},
	},
	{
		Name: "page", Places: InBody, Source: SDK, Meaning: "Sections to leaf through.",
		Fields: []Field{
			{Name: "pages", Kind: KindList, Need: Expected, Source: SDK, Meaning: "The pages.", Fields: []Field{
				{Name: "pageNo", Kind: KindInteger, Source: SDK, Meaning: "The number of the page."},
				{Name: "body", Kind: KindList, Need: Expected, Source: SDK, Holds: InPage, Meaning: "The sections of the page."},
			}},
			{Name: "cur_page", Kind: KindInteger, Source: SDK, Meaning: "Which page is shown first."},
		},
	},
}

// actionID is how an app knows which element of its message was used.
var actionID = Field{Name: "action_id", Kind: KindString, Source: SDK, Meaning: "What your app is told to know this element by."}
