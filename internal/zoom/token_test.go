package zoom

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// tokenServer is a client in virtual time whose token endpoint does as told
// with its n-th request, and whose API accepts everything. It counts both.
func tokenServer(
	t *testing.T,
	token func(n int64, w http.ResponseWriter),
) (client *Client, tokens, calls *atomic.Int64) {
	t.Helper()
	tokens, calls = new(atomic.Int64), new(atomic.Int64)
	client = testClient(t, Config{})
	client.backoff = fullJitter
	client.http.Transport = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/token" {
			token(tokens.Add(1), w)
			return
		}
		_, _ = io.WriteString(w, `{"message_id":"a"}`)
	}), 20 * time.Millisecond, calls}
	return client, tokens, calls
}

func reply(status int, body string) func(int64, http.ResponseWriter) {
	return func(_ int64, w http.ResponseWriter) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// Nothing that an answer of the token endpoint has in it may be shown,
// because a token may be.
func TestToken_answerIsNeverShown(t *testing.T) {
	t.Parallel()
	const secret = "eyJhbGciOi.TOKEN-THAT-MUST-NOT-BE-SHOWN"
	head := "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
	for name, answer := range map[string]string{
		"cut off":         head + `{"access_token":"` + secret,
		"no JSON":         "HTTP/1.1 200 OK\r\n\r\n" + `access_token=` + secret,
		"another name":    "HTTP/1.1 200 OK\r\n\r\n" + `{"token":"` + secret + `"}`,
		"a list":          "HTTP/1.1 200 OK\r\n\r\n" + `[{"access_token":"` + secret + `"}]`,
		"with a line end": "HTTP/1.1 200 OK\r\n\r\n" + `{"access_token":"` + secret + `\n"}`,
		"a refusal in a 200": "HTTP/1.1 200 OK\r\n\r\n" +
			`{"access_token":"` + secret + `","result":false,"message":"` + secret + `"}`,
		"a reason": "HTTP/1.1 400 Bad Request\r\n\r\n" +
			`{"reason":"bad ` + secret + `","error":"` + secret + `"}`,
		"a message": "HTTP/1.1 401 No\r\n\r\n" +
			`{"code":124,"message":"` + secret + `","errors":[{"field":"` + secret + `"}]}`,
		"a page":              "HTTP/1.1 403 No\r\n\r\n<html>" + secret,
		"a server that fails": "HTTP/1.1 503 " + secret + "\r\n\r\n" + secret,
		"a redirect": "HTTP/1.1 302 Found\r\n" +
			"Location: https://portal.example.com/" + secret + "?t=" + secret + "\r\n\r\n",
		"a redirect to a host": "HTTP/1.1 302 Found\r\nLocation: https://" + secret + ".example.com/\r\n\r\n",
		"a tracking ID":        "HTTP/1.1 400 No\r\nX-Zm-Trackingid: " + secret + "\r\n\r\n{}",
		"no HTTP":              `{"access_token":"` + secret + `"}` + "\r\n\r\n",
		"a broken header":      "HTTP/1.1 200 OK\r\n" + secret + "\r\n\r\n",
		"a broken chunk":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + secret + "\r\n",
		"a broken length":      "HTTP/1.1 200 OK\r\nContent-Length: " + secret + "\r\n\r\n",
		"another encoding":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + secret + "\r\n\r\n",
		"a status out of line": "HTTP/1.1 " + secret + " OK\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := virtual(t, func(conn net.Conn) {
					if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
						_, _ = io.WriteString(conn, answer)
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var e *CallError
				err := send(ctx, client)
				if !asCallError(err, &e) || !e.Token || e.Outcome != NotSent {
					t.Fatalf("got %v, want the error of a token request", err)
				}
				all := fmt.Sprintf("%v %+v %v %v", err, *e, e.Cause, errors.Unwrap(e.Cause))
				for _, part := range []string{"eyJhbGciOi", "TOKEN", "MUST-NOT", "SHOWN"} {
					if strings.Contains(all, part) {
						t.Errorf("the error shows a part of the answer: %s", all)
					}
				}
			})
		})
	}
}

func TestToken_isUnderstood(t *testing.T) {
	t.Parallel()
	for body, lifetime := range map[string]time.Duration{
		`{"access_token":"t","expires_in":3599}`:                         3599 * time.Second,
		`{"access_token":"t","expires_in":"3599"}`:                       3599 * time.Second,
		`{"access_token":"t"}`:                                           time.Hour,
		`{"access_token":"t","expires_in":null}`:                         time.Hour,
		`{"access_token":"t","expires_in":"soon"}`:                       time.Hour,
		`{"access_token":"t","expires_in":-1}`:                           time.Hour,
		`{"access_token":"t","expires_in":1e999}`:                        24 * time.Hour,
		`{"access_token":"t","expires_in":99999999}`:                     24 * time.Hour,
		"\ufeff" + `{"access_token":"t","expires_in":60}` + "\n<!-- -->": time.Minute,
	} {
		synctest.Test(t, func(t *testing.T) {
			token, err := decodeToken([]byte(body))
			if err != nil || token.AccessToken != "t" || time.Until(token.ExpiresAt) != lifetime {
				t.Errorf("%s: got %+v, %v; want a lifetime of %v", body, time.Until(token.ExpiresAt), err, lifetime)
			}
		})
	}
}

// What one request for a token met, the other messages of a run share, as far
// as it would be the same for them.
func TestToken_failuresAreShared(t *testing.T) {
	t.Parallel()
	portal := "<html>Welcome to the hotel's network</html>"
	once := func(status int, body string) func(int64, http.ResponseWriter) {
		return func(n int64, w http.ResponseWriter) {
			if n == 1 {
				reply(status, body)(n, w)
				return
			}
			_, _ = io.WriteString(w, `{"access_token":"token"}`)
		}
	}
	for name, test := range map[string]struct {
		token  func(int64, http.ResponseWriter)
		sent   int   // of 200 messages
		tokens int64 // requests for a token
		later  int64 // requests for a token after the messages of a minute later
	}{
		"wrong credentials": {
			reply(400, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`), 0, 1, 1,
		},
		"a disabled app":         {reply(400, `{"code":4717,"message":"x"}`), 0, 1, 1},
		"a hotel's page":         {reply(200, portal), 0, fewAttempts, 2 * fewAttempts},
		"a hotel's redirect":     {reply(302, portal), 0, fewAttempts, 2 * fewAttempts},
		"a proxy's page":         {reply(403, portal), 0, fewAttempts, 2 * fewAttempts},
		"a proxy's JSON":         {reply(403, `{"error":"blocked"}`), 0, fewAttempts, 2 * fewAttempts},
		"one page of a proxy":    {once(403, portal), 200, 2, 2},
		"one answer that is cut": {once(400, `{"reason":"Invalid client`), 200, 2, 2},
		"one server fault":       {once(503, portal), 200, 2, 2},
		"wrong words of Zoom's":  {reply(400, `{"error":"temporarily_unavailable"}`), 0, fewAttempts, 2 * fewAttempts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, tokens, _ := tokenServer(t, test.token)
				var sent atomic.Int64
				run := func() {
					messages := make(chan struct{}, 200)
					for range 200 {
						messages <- struct{}{}
					}
					close(messages)
					var all sync.WaitGroup
					for range 10 {
						all.Go(func() {
							for range messages {
								if send(t.Context(), client) == nil {
									sent.Add(1)
								}
							}
						})
					}
					all.Wait()
				}
				run()
				if int(sent.Load()) != test.sent || tokens.Load() != test.tokens {
					t.Errorf("%d messages after %d token requests, want %d after %d",
						sent.Load(), tokens.Load(), test.sent, test.tokens)
				}
				time.Sleep(time.Minute)
				run()
				if tokens.Load() != test.later {
					t.Errorf("%d token requests after a minute, want %d", tokens.Load(), test.later)
				}
			})
		})
	}
}

// An interrupt of one call is not the failure of the others.
func TestToken_interruptIsNotShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, tokens, _ := tokenServer(t, func(n int64, w http.ResponseWriter) {
			if n == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, `{"access_token":"token"}`)
		})
		client.backoff = func(int) time.Duration { return time.Hour }
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := send(ctx, client); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
		if err := send(t.Context(), client); err != nil || tokens.Load() != 2 {
			t.Errorf("got %v after %d token requests, want a success after 2", err, tokens.Load())
		}
	})
}

// A server that refuses the connection fails after a few tries and seconds,
// whatever the operation.
func TestRefusedConnection_failsAfterSeconds(t *testing.T) {
	t.Parallel()
	for operation, do := range operations {
		synctest.Test(t, func(t *testing.T) {
			client, tokens, _ := tokenServer(t, reply(200, `{"access_token":"token"}`))
			if _, err := client.Token(t.Context(), 0); err != nil || tokens.Load() != 1 {
				t.Fatal(err)
			}
			tries := 0
			client.http.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
				tries++
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
			})
			start := time.Now()
			err := do(t.Context(), client)
			var e *CallError
			if !asCallError(err, &e) || e.Outcome != NotSent || e.Reason != NoConnection ||
				!errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("%s: got %v, want a refused connection", operation, err)
			}
			if took := time.Since(start); tries != fewAttempts || took < 100*time.Millisecond || took > 10*time.Second {
				t.Errorf("%s: %d tries in %v, want %d in a few seconds", operation, tries, took, fewAttempts)
			}
		})
	}
}

// A network in which nothing answers is given up in less than a minute.
func TestUnreachableServer_failsBeforeTheTimeOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _, _ := tokenServer(t, nil)
		client.http.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
			time.Sleep(10 * time.Second)
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ETIMEDOUT}
		})
		start := time.Now()
		if err := send(t.Context(), client); err == nil || IsUnknownOutcome(err) {
			t.Errorf("got %v, want an error", err)
		}
		checkWait(t, start, 20*time.Second, 40*time.Second)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return r(req) }

// A refusal of which a part is missing may have said something else.
func TestToken_truncatedRefusalIsNotFinal(t *testing.T) {
	t.Parallel()
	client, tokens, calls := tokenServer(t, nil)
	client.backoff = func(int) time.Duration { return 0 }
	inner := client.http.Transport
	client.http.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
		if req.Method == http.MethodPost && req.URL.Path == "/oauth/token" && tokens.Add(1) == 1 {
			broken := io.MultiReader(strings.NewReader(`{"error":"invalid_client"}`), iotest.ErrReader(io.ErrUnexpectedEOF))
			return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{}, Body: io.NopCloser(broken)}, nil
		} else if req.URL.Path == "/oauth/token" {
			body := io.NopCloser(strings.NewReader(`{"access_token":"token"}`))
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body}, nil
		}
		return inner.RoundTrip(req)
	})
	if err := send(t.Context(), client); err != nil || tokens.Load() != 2 || calls.Load() != 1 {
		t.Errorf("got %v after %d token requests, want a success after 2", err, tokens.Load())
	}
}
