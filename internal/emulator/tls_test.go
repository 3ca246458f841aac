package emulator_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// startTLS returns a client that trusts the emulator's certificate.
func startTLS(t *testing.T, protocols *http.Protocols) *client {
	t.Helper()
	certificate, ca, err := emulator.SelfSigned("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := emulator.ListenTLS("", emulator.New(emulator.Options{}), certificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, Protocols: protocols}
	t.Cleanup(transport.CloseIdleConnections)
	return &client{t: t, s: s, http: &http.Client{Transport: transport}}
}

func TestListenTLS_offersHTTP2(t *testing.T) {
	t.Parallel()
	var http1, http2 http.Protocols
	http1.SetHTTP1(true)
	http2.SetHTTP2(true)
	for want, protocols := range map[string]*http.Protocols{"HTTP/1.1": &http1, "HTTP/2.0": &http2} {
		c := startTLS(t, protocols).login()
		if g := c.must(c.post(nil)); g.status != 201 {
			t.Errorf("%s: got %d %s, want 201", want, g.status, g.body)
		}
		for _, r := range c.s.Requests() {
			if r.Proto != want {
				t.Errorf("got a request with %s, want %s", r.Proto, want)
			}
		}
		if !strings.HasPrefix(c.s.BaseURL(), "https://127.0.0.1:") {
			t.Errorf("got %s, want an https URL", c.s.BaseURL())
		}
		if g := c.must(c.tokenRequest("?grant_type=client_credentials")); g.field("api_url") != c.s.URL() {
			t.Errorf("got api_url %s, want %s", g.field("api_url"), c.s.URL())
		}
	}
}

func TestListenTLS_resets(t *testing.T) {
	t.Parallel()
	c := startTLS(t, nil).login()
	c.s.Fail(emulator.Fault{Drop: true, Reset: true})
	if _, err := c.post(nil); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got error %v, want ECONNRESET", err)
	}
}
