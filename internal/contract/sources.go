package contract

// Where claims come from.
const (
	// Zoom's own words.
	reference = "https://developers.zoom.us/docs/api/chatbot/"
	sendGuide = "https://developers.zoom.us/docs/chat/send-edit-and-delete-messages/"
	limits    = "https://developers.zoom.us/docs/api/rate-limits/"
	oauth     = "https://developers.zoom.us/docs/integrations/oauth/"

	// What others have published.
	sdk         = "Zoom's SDK for JavaScript, @zoom/rivet 0.4.0"
	zoomNet     = "live tests of https://github.com/Jericho/ZoomNet"
	secretSanta = "https://github.com/jolicode/secret-santa"
	zoomLaravel = "answers of Zoom in https://github.com/JubaerHossain/zoom-laravel/issues"
	devForum    = "answers of Zoom in https://devforum.zoom.us"

	// What makes an assumption likely.
	likePost = "POST is documented to answer so"
	noSource = "no source"
)

// Codes of Zoom that are expected in several places.
const (
	invalidBody     = "7001"
	invalidRobot    = "7002"
	unknownRobot    = "7003"
	notAuthorized   = "7004"
	badToken        = "7010"
	unknownMessage  = "8001"
	unknownEndpoint = "2300"
)
