package card

// Head is the headline with its second line.
type Head struct {
	Base
	Text, Sub Text
}

// Message is a text.
type Message struct {
	Base
	Text     Text
	Editable bool
}

// Fields are labels with values.
type Fields struct {
	Base
	// Rows has one item in each row, or two that are short.
	Rows [][]FieldItem
}

// FieldItem is one label with its value.
type FieldItem struct {
	Key, Value Text
	Editable   bool
}

// Actions are buttons.
type Actions struct {
	Base
	Buttons []Button
	// More are the buttons in the overflow menu.
	More []Button
}

// Button is one button.
type Button struct {
	Text string
	// Style is primary, default, danger, disabled, thumbsup or thumbsdown.
	Style string
	// Opens is the title of the window that the button opens, if any.
	Opens string
}

// Select is a drop-down list.
type Select struct {
	Base
	Label string
	// Selected is what is selected at first, or a hint.
	Selected string
	// Choices are the labels of the items.
	Choices []string
	// From is where the items come from if they are not in the message.
	From string
}

// Attachment is the preview of a link, a file or an image.
type Attachment struct {
	Base
	Title, Description Text
	URL                Link
	Image              Image
	// Facts are the type and the size of the file, if they are given.
	Facts string
}

// Section groups elements behind a colored bar.
type Section struct {
	Base
	// Color is #rrggbb in lower case, or "" for Zoom's default.
	Color  string
	Nodes  []Node
	Footer Text
	// Icon is the image before the footer.
	Icon Image
	// Time is when the section is from, in UTC.
	Time string
}

// Divider is a line across.
type Divider struct {
	Base
	Bold, Dotted bool
	Color        string
}

// File is a file to download.
type File struct {
	Base
	Title       Text
	URL         Link
	Icon        Image
	Description Text
}

// Images is one image, or several to leaf through.
type Images struct {
	Base
	Images []Image
	// Current counts from 0.
	Current int
}

// Image is an image, which is never loaded.
type Image struct {
	URL Link
	Alt string
}

// Progress is a progress bar.
type Progress struct {
	Base
	// Percent is from 0 to 100.
	Percent int
	// Value is the number as it is written.
	Value string
}

// Alert is a notice.
type Alert struct {
	Base
	Text     Text
	Level    string
	Closable bool
}

// Video is a video, which is never loaded.
type Video struct {
	Base
	Title            Text
	URL, TitleURL    Link
	Thumbnail, Icon  Image
	Author, Provider string
}

// Picker lets people pick a day or a time.
type Picker struct {
	Base
	// What is "Date" or "Time".
	What  string
	Value string
}

// Choices lets people choose one or several of some options.
type Choices struct {
	Base
	// Kind is radio, checkbox or switch.
	Kind    string
	Options []Choice
}

// Choice is one option.
type Choice struct {
	Text     string
	Selected bool
}

// Input lets people write a text.
type Input struct {
	Base
	Label, Value, Placeholder string
	Multiline                 bool
	// Limits is what the text must be, in words.
	Limits string
}

// Pages are sections to leaf through.
type Pages struct {
	Base
	Pages []Page
}

// Page is one page.
type Page struct {
	Number  string
	Current bool
	Nodes   []Node
}

// Unknown stands for what cannot be drawn.
type Unknown struct {
	Base
	// Reason is one sentence.
	Reason string
}
