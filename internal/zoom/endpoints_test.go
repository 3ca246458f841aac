package zoom

import "testing"

func TestEndpoints(t *testing.T) {
	t.Parallel()
	const baseURL, tokenURL = "https://api.zoom.us/v2", "https://api.zoom.us/oauth/token"
	tests := map[string]struct {
		base, token         string
		wantBase, wantToken string // empty: not known
	}{
		"neither":              {"", "", baseURL, tokenURL},
		"both, as they are":    {"https://a.example", "https://b.example", "https://a.example", "https://b.example"},
		"the global API":       {baseURL, "", baseURL, tokenURL},
		"a regional API":       {"https://api-eu.zoom.us/v2", "", "https://api-eu.zoom.us/v2", tokenURL},
		"a vanity API":         {"https://Example.Zoom.US/v2", "", "https://Example.Zoom.US/v2", tokenURL},
		"zoom.us for tokens":   {"", "https://zoom.us/oauth/token", baseURL, "https://zoom.us/oauth/token"},
		"an emulator's API":    {"http://127.0.0.1:80/v2", "", "http://127.0.0.1:80/v2", "http://127.0.0.1:80/oauth/token"},
		"an emulator by IPv6":  {"http://[::1]:80/v2", "", "http://[::1]:80/v2", "http://[::1]:80/oauth/token"},
		"an emulator's tokens": {"", "https://[::1]/oauth/token", "https://[::1]/v2", "https://[::1]/oauth/token"},

		"another cloud's API":          {base: "https://api.zoomgov.com/v2"},
		"another cloud's tokens":       {token: "https://zoomgov.com/oauth/token"},
		"a host that ends like Zoom's": {base: "https://api.notzoom.us/v2"},
		"a host that begins like it":   {base: "https://api.zoom.us.example.com/v2"},
		"Zoom's name as a user":        {base: "https://api.zoom.us@example.com/v2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, token, ok := Endpoints(test.base, test.token)
			if ok != (test.wantBase != "") || ok && (base != test.wantBase || token != test.wantToken) {
				t.Errorf("got %q, %q, %t, want %q, %q", base, token, ok, test.wantBase, test.wantToken)
			}
			config := Config{ClientID: "id", ClientSecret: "s3cret", BaseURL: test.base, TokenURL: test.token}
			_, err := NewClient(config)
			if (err == nil) != ok {
				t.Errorf("NewClient: %v, want an error if the pair is not known", err)
			}
		})
	}
}
