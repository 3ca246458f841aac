package provider

import (
	"net/http"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// loggingTransport writes one debug line for each attempt: what was asked and
// what came of it. Headers, bodies and queries are never logged, so no secret
// can be.
type loggingTransport struct {
	next http.RoundTripper
}

// userInPath is the user in the path of a look-up, who may be a sensitive value.
var userInPath = regexp.MustCompile(`/users/[^/]+`)

func logRequests(next http.RoundTripper) http.RoundTripper { return loggingTransport{next: next} }

// RoundTrip passes the request on and logs it.
func (t loggingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := t.next.RoundTrip(req)
	fields := map[string]any{
		"method":      req.Method,
		"path":        userInPath.ReplaceAllString(req.URL.EscapedPath(), "/users/{userId}"),
		"duration_ms": time.Since(start).Milliseconds(),
	}
	if err != nil {
		fields["failed"] = true // the error itself reaches the user, or the next attempt's line
	} else {
		fields["status"] = resp.StatusCode
		fields["tracking_id"] = resp.Header.Get("X-Zm-Trackingid")
	}
	tflog.Debug(req.Context(), "Zoom API request", fields)
	return resp, err
}
