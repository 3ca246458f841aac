package zoom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
)

// noAnswer returns the error of a request that got no answer.
func (c *caller) noAnswer(cl call, err error, attempt *attemptContext) *CallError {
	if !attempt.mayHaveReachedServer() {
		return &CallError{
			Outcome: NotSent, Reason: NoConnection,
			Cause:     fmt.Errorf("no connection: %w", c.clean.err(err)),
			permanent: isPermanent(err),
		}
	}
	what := "no answer"
	if errors.Is(err, context.DeadlineExceeded) {
		what = "no answer in time"
	}
	return &CallError{Outcome: Unknown, Reason: NoAnswer, Cause: fmt.Errorf("%s: %w", what, c.transportError(cl, err))}
}

// transportError returns the error of an exchange in fit words. Those of
// net/http quote what cannot be read, and in an answer of the token endpoint
// that may be a token.
func (c *caller) transportError(cl call, err error) error {
	var operation *net.OpError
	switch {
	case !cl.token, errors.As(err, &operation),
		errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return c.clean.err(err)
	}
	return errors.New("the answer is not HTTP")
}

// isPermanent reports whether opening a connection that failed with err will
// fail in the same way again: a certificate that is not trusted, a host name
// that does not exist, a proxy that refuses. Network errors pass.
func isPermanent(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	var operation *net.OpError
	var request, address *url.Error
	var network net.Error
	if errors.As(err, &request) { // net/http puts one around every error
		err = request.Err
	}
	switch {
	case errors.As(err, &address): // of a proxy, in the environment
		return true
	case errors.As(err, &verification), errors.As(err, &authority), errors.As(err, &record):
		return true
	case errors.As(err, &dns):
		return dns.IsNotFound
	case errors.As(err, &operation):
		return operation.Op == "remote error" // a TLS alert: the server refuses to speak
	default:
		return !errors.As(err, &network) && !errors.Is(err, context.Canceled) &&
			!errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF)
	}
}
