package zoom

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// maxHeader is how long the header of an answer may be, in bytes. A longer one
// is no answer.
const maxHeader = 1 << 20

// transport carries the requests of a client. It is built so that net/http
// repeats nothing on its own account, because only the client knows what may
// be repeated:
//
//   - HTTP/1 only. Over HTTP/2, net/http sends a request again that the server
//     reset, POST included, as often as the server resets it.
//   - A connection that was used before is used for PUT and DELETE only. On
//     such a connection, net/http repeats a GET that got no answer; and a POST
//     may be written just when the server closes the connection for having
//     been idle, so that nobody knows whether it was read. A new connection
//     costs two round trips more.
//   - Requests have no GetBody (see attempt), and redirects are not followed.
//
// It cleans the headers that are shown, so that whatever logs answers can.
type transport struct {
	fresh, pooled *http.Transport
	clean         *cleaner
}

// newTransport returns a transport with the proxy, TLS and dial settings of
// base, or of [http.DefaultTransport] if it is nil.
func newTransport(base *http.Transport, clean *cleaner) *transport {
	if base == nil {
		base = http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // net/http documents the type
		base.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	fresh := overHTTP1(base)
	fresh.DisableKeepAlives = true
	pooled := overHTTP1(base)
	// Terraform runs as many operations at once as -parallelism says; each of
	// them should find a connection.
	pooled.MaxIdleConns, pooled.MaxIdleConnsPerHost = 256, 256
	// Connections are given up long before servers commonly do it (60 seconds).
	pooled.IdleConnTimeout = 15 * time.Second
	return &transport{fresh: fresh, pooled: pooled, clean: clean}
}

// proxyPasswords returns the passwords of the proxies on the way to targets.
// A proxy may repeat them, as in the text with which it refuses a connection.
func proxyPasswords(base *http.Transport, targets ...*url.URL) (all []string) {
	proxyOf := http.ProxyFromEnvironment
	if base != nil {
		proxyOf = base.Proxy
	}
	if proxyOf == nil {
		return nil
	}
	for _, target := range targets {
		proxy, err := proxyOf(&http.Request{URL: target})
		if err != nil || proxy == nil {
			continue
		}
		if password, ok := proxy.User.Password(); ok && !slices.Contains(all, password) {
			all = append(all, password)
		}
	}
	return all
}

func overHTTP1(base *http.Transport) *http.Transport {
	t := base.Clone()
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	t.TLSClientConfig.NextProtos = nil
	if t.TLSClientConfig.ClientSessionCache == nil {
		t.TLSClientConfig.ClientSessionCache = tls.NewLRUClientSessionCache(0) // shorter handshakes
	}
	t.MaxResponseHeaderBytes = maxHeader
	return t
}

// RoundTrip sends a request once.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	carrier := t.fresh
	if req.Method == http.MethodPut || req.Method == http.MethodDelete {
		carrier = t.pooled
	}
	resp, err := carrier.RoundTrip(req)
	if resp != nil {
		_, _, forToken := req.BasicAuth()
		t.clean.header(resp.Header, forToken)
	}
	return resp, err
}

// CloseIdleConnections closes the connections that no request uses.
func (t *transport) CloseIdleConnections() { t.pooled.CloseIdleConnections() }

// newHTTPClient returns a client that hands 3xx answers back as they are: no
// call of this API redirects, and following one would carry the message, or
// the credentials, to a host that nobody configured.
func newHTTPClient(base *http.Transport, wrap func(http.RoundTripper) http.RoundTripper, clean *cleaner) *http.Client {
	var carrier http.RoundTripper = newTransport(base, clean)
	if wrap != nil {
		carrier = wrap(carrier)
	}
	return &http.Client{
		Transport:     carrier,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
