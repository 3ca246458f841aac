package content

// optionFields is an option of radio buttons or checkboxes.
var optionFields = []Field{
	{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "Label."},
	{Name: "value", Kind: KindString, Need: Expected, Source: SDK, Format: FormatOpaque,
		Meaning: "Value that Zoom sends to your app."},
}

// newerElements are in Zoom's SDK and in the App Card Builder, but not in the guide. The SDK types every field as
// required, as it does for style, where that is known to be wrong. So nothing here is Required.
var newerElements = []Element{
	{
		Name: "divider", Places: anywhere, Source: SDK, Meaning: "A horizontal line.",
		Fields: []Field{
			{Name: "style", Kind: KindObject, Source: SDK, Meaning: "Style of the line.", Fields: []Field{
				{Name: "bold", Kind: KindBoolean, Source: SDK, Meaning: "Whether the line is bold."},
				{Name: "dotted", Kind: KindBoolean, Source: SDK, Meaning: "Whether the line is dotted."},
				{Name: "color", Kind: KindString, Format: FormatColor, Source: SDK,
					Meaning: "Color of the line as `#RRGGBB`."},
			}},
		},
	},
	{
		Name: "file", Places: anywhere, Source: SDK, Meaning: "A file to download.",
		Fields: []Field{
			{Name: "icon_url", Kind: KindString, Format: FormatURL, Source: SDK, Meaning: "URL of an icon."},
			{Name: "title", Kind: KindObject, Need: Expected, Source: SDK,
				Meaning: "Title of the file.", Fields: []Field{
					{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "Name of the file."},
					{Name: "file_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK,
						Meaning: "URL of the file."},
				}},
			{Name: "description", Kind: KindObject, Source: SDK, Meaning: "Description of the file.", Fields: []Field{
				{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "Text of the description."},
			}},
		},
	},
	{
		Name: "images", Places: anywhere, Source: SDK, Meaning: "One image, or several to page through.",
		Fields: []Field{
			{Name: "images", Kind: KindList, Need: Expected, Source: SDK, Meaning: "Images.", Fields: []Field{
				{Name: "image_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK,
					Meaning: "URL of the image."},
				{Name: "alt_text", Kind: KindString, Source: SDK,
					Meaning: "Alternative text for people who cannot see the image."},
				{Name: "image_index", Kind: KindInteger, Source: SDK, Meaning: "Number of the image."},
			}},
			{Name: "cur_index", Kind: KindInteger, Source: SDK, Meaning: "Number of the image to show first."},
		},
	},
	{
		Name: "progress_bar", Places: anywhere, Source: SDK, Meaning: "A progress bar.",
		Fields: []Field{
			{Name: "value", Kind: KindNumber, Need: Expected, Source: SDK,
				Meaning: "Progress. The range is not documented; percent is likely."},
		},
	},
	{
		Name: "alert", Places: anywhere, Source: SDK, Meaning: "A highlighted notice.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Need: Expected, Source: SDK, Meaning: "Text of the notice."},
			{Name: "level", Kind: KindString, Source: SDK,
				Meaning: "Level of the notice. The values are not documented."},
			{Name: "closable", Kind: KindBoolean, Source: SDK, Meaning: "Whether people can close the notice."},
		},
	},
	{
		Name: "video", Places: anywhere, Source: SDK, Meaning: "A video.",
		Fields: []Field{
			{Name: "title", Kind: KindObject, Source: SDK, Meaning: "Title.", Fields: []Field{
				{Name: "text", Kind: KindString, Source: SDK, Meaning: "Text of the title."},
				{Name: "is_markdown_support", Kind: KindBoolean, Source: SDK,
					Meaning: "Whether the title is Markdown."},
			}},
			{Name: "title_url", Kind: KindString, Format: FormatURL, Source: SDK,
				Meaning: "URL that a click on the title opens."},
			{Name: "video_url", Kind: KindString, Need: Expected, Format: FormatURL, Source: SDK,
				Meaning: "URL of the video."},
			{Name: "thumbnail_url", Kind: KindString, Format: FormatURL, Source: SDK,
				Meaning: "URL of an image to show before the video plays."},
			{Name: "author_name", Kind: KindString, Source: SDK, Meaning: "Author of the video."},
			{Name: "provider_name", Kind: KindString, Source: SDK, Meaning: "Provider of the video."},
			{Name: "provider_icon_url", Kind: KindString, Format: FormatURL, Source: SDK,
				Meaning: "URL of the provider's icon."},
			actionID,
		},
	},
	{
		Name: "datepicker", Places: anywhere, Source: SDK, Meaning: "Lets people pick a date.",
		Fields: []Field{
			{Name: "initial_date", Kind: KindString, Source: SDK,
				Meaning: "Date to show at first. The format is not documented."},
			actionID,
		},
	},
	{
		Name: "timepicker", Places: anywhere, Source: SDK, Meaning: "Lets people pick a time of day.",
		Fields: []Field{
			{Name: "initial_time", Kind: KindString, Source: SDK,
				Meaning: "Time to show at first. The format is not documented."},
			actionID,
		},
	},
	{
		Name: "radio_buttons", Places: anywhere, Source: SDK, Meaning: "Lets people choose one of several options.",
		Fields: []Field{
			{Name: "options", Kind: KindList, Need: Expected, Source: SDK, Meaning: "Options.", Fields: optionFields},
			{Name: "initial_option", Kind: KindObject, Source: SDK,
				Meaning: "Option that is chosen at first.", Fields: optionFields},
			actionID,
		},
	},
	{
		Name: "checkboxes", Places: anywhere, Source: SDK,
		Meaning: "Lets people choose any of several options. With `style` it is a group of switches; " +
			"there is no type `switch`.",
		Fields: []Field{
			{Name: "options", Kind: KindList, Need: Expected, Source: SDK,
				Meaning: "Options.", Fields: append(optionFields[:2:2],
					Field{Name: "initial_selected", Kind: KindBoolean, Source: SDK,
						Meaning: "Whether the option is chosen at first."})},
			{Name: "style", Kind: KindString, Source: SDK,
				Meaning: "Makes the checkboxes a group of switches. The values are not documented."},
			actionID,
		},
	},
	{
		Name: "plain_text_input", Places: anywhere, Source: SDK, Meaning: "Lets people enter text.",
		Fields: []Field{
			{Name: "text", Kind: KindString, Source: SDK, Meaning: "Label."},
			{Name: "value", Kind: KindString, Source: SDK, Meaning: "Text that is entered at first."},
			{Name: "placeholder", Kind: KindString, Source: SDK, Meaning: "Hint to show while the input is empty."},
			{Name: "multiline", Kind: KindBoolean, Source: SDK, Meaning: "Whether the input has several lines."},
			{Name: "min_length", Kind: KindInteger, Source: SDK, Meaning: "Minimum length of the text."},
			{Name: "max_length", Kind: KindInteger, Source: SDK, Meaning: "Maximum length of the text."},
			actionID,
		},
	},
	{
		Name: "page", Places: InBody, Source: SDK, Meaning: "Sections to page through.",
		Fields: []Field{
			{Name: "pages", Kind: KindList, Need: Expected, Source: SDK, Meaning: "Pages.", Fields: []Field{
				{Name: "pageNo", Kind: KindInteger, Source: SDK, Meaning: "Number of the page."},
				{Name: "body", Kind: KindList, Need: Expected, Source: SDK, Holds: InPage,
					Meaning: "Sections of the page."},
			}},
			{Name: "cur_page", Kind: KindInteger, Source: SDK, Meaning: "Number of the page to show first."},
		},
	},
}

// actionID is how an app knows which element of its message was used.
var actionID = Field{Name: "action_id", Kind: KindString, Source: SDK, Format: FormatOpaque,
	Meaning: "Identifies this element in what Zoom sends to your app."}
