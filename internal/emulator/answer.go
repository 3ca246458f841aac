package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	jsonType = "application/json;charset=UTF-8"
	// trackingHeader identifies a call for Zoom's support; every answer has it.
	trackingHeader = "X-Zm-Trackingid"
)

// Zoom's messages to its codes.
const (
	messageInvalidBody    = "Invalid Request Body format."
	messageInvalidRobot   = "Invalid robot_jid value specified in the Request Body."
	messageUnknownRobot   = "No Chatbot can be found with the given robot_jid value."
	messageUnknownChannel = "No channel or user can be found with the given to_jid value."
	messageNotAuthorized  = "Not authorized."
	messageNoToken        = "Missing Authorization header."
	messageBadToken       = "Invalid Authorization token."
	messageBadAccessToken = "Invalid access token."
	messageUnknownMessage = "Invalid message_id value."
	messageUnknownPath    = "This API endpoint is not recognized."
	messageTooFast        = "You have reached the maximum per-second rate limit for this API. Try again later."
	messageTooMany        = "You have reached the maximum daily rate limit for this API. " +
		"Refer to the response header for details on when you can make another request."
)

// answer is a whole HTTP answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func jsonAnswer(status int, v any) answer {
	body, err := json.Marshal(v)
	if err != nil {
		// Every value that gets here is one of the structs of this package.
		panic("emulator: " + err.Error())
	}
	return answer{status: status, header: http.Header{"Content-Type": {jsonType}}, body: body}
}

// refusal is an error of the chatbot calls, which have a "result" as well.
func refusal(status, code int, message string) answer {
	return jsonAnswer(status, struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Result  bool   `json:"result"`
	}{code, message, false})
}

// gatewayRefusal is an error of the gateway in front of all of Zoom's API.
func gatewayRefusal(status, code int, message string) answer {
	return jsonAnswer(status, struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{code, message})
}

// tokenRefusal is an error of the token endpoint, always 400.
func tokenRefusal(kind, reason string) answer {
	return jsonAnswer(http.StatusBadRequest, struct {
		Reason string `json:"reason"`
		Error  string `json:"error"`
	}{reason, kind})
}

func invalidBody() answer { return refusal(http.StatusBadRequest, 7001, messageInvalidBody) }

func unknownMessage() answer { return refusal(http.StatusNotFound, 8001, messageUnknownMessage) }

// tooFast is the answer over the limit per second. It has no Retry-After.
func tooFast(limit int, reset time.Time) answer {
	return overLimit("QPS", messageTooFast, limit, reset)
}

// tooMany is the answer over the limit per day.
func tooMany(limit int, reset time.Time) answer {
	a := overLimit("Daily-limit", messageTooMany, limit, reset)
	a.header.Set("Retry-After", reset.UTC().Format(time.RFC3339))
	return a
}

func overLimit(kind, message string, limit int, reset time.Time) answer {
	a := gatewayRefusal(http.StatusTooManyRequests, http.StatusTooManyRequests, message)
	a.header.Set("X-RateLimit-Category", "Medium")
	a.header.Set("X-RateLimit-Type", kind)
	a.header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	a.header.Set("X-RateLimit-Remaining", "0")
	a.header.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	return a
}

// gatewayPage is what a proxy in front of Zoom answers when Zoom does not.
func gatewayPage(status int) answer {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	page := "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	return answer{status: status, header: http.Header{"Content-Type": {"text/html"}}, body: []byte(page)}
}
