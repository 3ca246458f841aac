package zoom

import (
	"net/url"
	"strings"
)

const (
	apiPath   = "/v2"
	tokenPath = "/oauth/token"
)

// Endpoints completes a pair of base URL and token URL, of which either may be
// empty, with the one that belongs to the other. It reports false if that is
// not known, rather than pairing the secret of one cloud with the host of
// another. Both URLs must have passed [CheckURL].
//
// Within zoom.us the defaults belong to every host: Zoom documents regional
// (api-eu.zoom.us) and vanity hosts for the API, and names zoom.us and
// api.zoom.us for tokens, no regional one ("Using Zoom APIs", "OAuth"). On a
// loopback address, an emulator serves both on one port. What belongs to any
// other host, such as that of Zoom for Government, Zoom's public documentation
// does not say.
func Endpoints(baseURL, tokenURL string) (base, token string, ok bool) {
	switch {
	case baseURL == "" && tokenURL == "":
		return DefaultBaseURL, DefaultTokenURL, true
	case tokenURL == "":
		tokenURL, ok = counterpart(baseURL, DefaultTokenURL, tokenPath)
	case baseURL == "":
		baseURL, ok = counterpart(tokenURL, DefaultBaseURL, apiPath)
	default:
		ok = true
	}
	return baseURL, tokenURL, ok
}

// counterpart returns what belongs to given: fallback within zoom.us, path on
// the same loopback port.
func counterpart(given, fallback, path string) (string, bool) {
	parsed, err := url.Parse(given)
	if err != nil {
		return "", false
	}
	host := strings.ToLower(parsed.Hostname())
	switch {
	case host == "zoom.us", strings.HasSuffix(host, ".zoom.us"):
		return fallback, true
	case isLoopback(host):
		return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: path}).String(), true
	}
	return "", false
}
