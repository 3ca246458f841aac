package zoom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

// account has a user of each kind and 650 channels, of which the first 45 are
// public and all have Ann as a member.
func account() *emulator.Directory {
	d := &emulator.Directory{
		AccountID: "A1",
		Users: []emulator.User{
			{ID: "U1/+ =", Email: "ann+x@example.com", DisplayName: "Ann", JID: "u1@xmpp.zoom.us"},
			{ID: "U2", Email: "bob@example.com", DisplayName: "Bob"},
		},
	}
	for i := range 650 {
		d.Channels = append(d.Channels, emulator.Channel{
			ID: fmt.Sprintf(
				"c%03d",
				i,
			),
			Name:    fmt.Sprintf(" Channel  %d ", i),
			JID:     fmt.Sprintf("c%03d@conference.xmpp.zoom.us", i),
			Public:  i < 45,
			Members: []string{"U1/+ ="},
		})
	}
	return d
}

// lookingUp returns a directory that looks up in an emulated account.
func lookingUp(t *testing.T, options emulator.Options) (*Directory, *emulator.Server) {
	t.Helper()
	if options.Directory == nil {
		options.Directory = account()
	}
	server := emulatortest.Start(t, options)
	return newTestDirectory(t, server.BaseURL(), server.TokenURL()), server
}

func newTestDirectory(t *testing.T, baseURL, tokenURL string) *Directory {
	t.Helper()
	d, err := NewDirectory(Config{
		ClientID: emulator.DefaultDirectoryClientID, ClientSecret: emulator.DefaultDirectoryClientSecret,
		BaseURL: baseURL, TokenURL: tokenURL, UserAgent: "test",
	}, "A1")
	if err != nil {
		t.Fatal(err)
	}
	d.backoff = func(int) time.Duration { return time.Millisecond }
	return d
}

func TestNewDirectory_needsAnAccount(t *testing.T) {
	t.Parallel()
	if _, err := NewDirectory(Config{ClientID: "i", ClientSecret: "s"}, ""); err == nil {
		t.Error("a directory without an account was accepted")
	}
	if _, err := NewDirectory(Config{ClientID: "i"}, "A1"); err == nil {
		t.Error("a directory without a secret was accepted")
	}
}

func TestDirectory_user(t *testing.T) {
	t.Parallel()
	d, server := lookingUp(t, emulator.Options{})
	want := User{ID: "U1/+ =", Email: "ann+x@example.com", DisplayName: "Ann", AccountID: "A1", JID: "u1@xmpp.zoom.us"}
	for _, id := range []string{"U1/+ =", "ann+x@example.com"} {
		if got, err := d.User(t.Context(), id); err != nil || *got != want {
			t.Errorf("%s: got %+v and error %v, want %+v", id, got, err, want)
		}
	}
	if got, err := d.User(t.Context(), "U2"); err != nil || got.JID != "" {
		t.Errorf("got %+v and error %v, want Bob without a JID", got, err)
	}
	calls := server.Calls(http.MethodGet)
	if len(calls) != 3 || calls[0].EscapedPath != "/v2/users/U1%2F+%20=" || calls[0].RawQuery != "" {
		t.Errorf("got %+v, want one call for each, with the ID escaped once", calls)
	}
	token := server.TokenRequests()
	if len(token) != 1 || token[0].Query.Get("grant_type") != "account_credentials" ||
		token[0].Query.Get("account_id") != "A1" {
		t.Errorf("got %+v, want one token by account credentials", token)
	}
}

// TestDirectory_listsOnce looks up 100 times, from as many goroutines.
func TestDirectory_listsOnce(t *testing.T) {
	t.Parallel()
	d, server := lookingUp(t, emulator.Options{})
	parallel(t, 100, func() error {
		all, err := d.ChannelsOf(t.Context(), "U1/+ =")
		if err == nil && (len(all) != 650 || all[649] != Channel{"c649", "c649@conference.xmpp.zoom.us", " Channel  649 "}) {
			err = fmt.Errorf("got %d channels, want 650 as they are", len(all))
		}
		return err
	})
	parallel(t, 100, func() error {
		all, err := d.PublicChannels(t.Context())
		if err == nil && len(all) != 45 {
			err = fmt.Errorf("got %d channels, want 45", len(all))
		}
		return err
	})
	var pages []string
	for _, c := range server.Calls(http.MethodGet) {
		pages = append(pages, c.EscapedPath+"?"+c.Query.Get("page_size")+" "+fmt.Sprint(c.Query.Has("next_page_token")))
	}
	want := []string{
		"/v2/chat/users/U1%2F+%20=/channels?300 false", "/v2/chat/users/U1%2F+%20=/channels?300 true",
		"/v2/chat/users/U1%2F+%20=/channels?300 true",
		"/v2/chat/channels?20 false", "/v2/chat/channels?20 true", "/v2/chat/channels?20 true",
	}
	if strings.Join(pages, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(pages, "\n"), strings.Join(want, "\n"))
	}
}

func TestDirectory_repeatsWhatMayPass(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"429":                     {Match: "GET", Status: 429, Header: http.Header{"Retry-After": {"0"}}},
		"500":                     {Match: "GET", Status: 500},
		"503":                     {Match: "GET", Status: 503, Times: 3},
		"an answer that is cut":   {Match: "GET", Cut: true},
		"a connection that drops": {Match: "GET", Drop: true, Process: true},
		"a token that is ended":   {Match: "GET", ExpireToken: true},
		"a token that fails":      {Match: "TOKEN", Status: 502},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, server := lookingUp(t, emulator.Options{})
			server.Fail(fault)
			if _, err := d.User(t.Context(), "U2"); err != nil {
				t.Errorf("got error %v, want the call to be repeated", err)
			}
		})
	}
}

func TestDirectory_refusalsAreRemembered(t *testing.T) {
	t.Parallel()
	denied := account()
	denied.Denied = true
	d, server := lookingUp(t, emulator.Options{Directory: denied})
	parallel(t, 20, func() error {
		var e *CallError
		if _, err := d.PublicChannels(t.Context()); !errors.As(err, &e) || e.Code != 200 || e.Outcome != Refused {
			return fmt.Errorf("got error %w, want code 200", err)
		}
		return nil
	})
	var e *CallError
	if _, err := d.User(t.Context(), "nobody"); !errors.As(err, &e) || e.Status != http.StatusNotFound || e.Code != 1001 {
		t.Errorf("got error %v, want 404, code 1001", err)
	}
	if e.Path != "/users/{userId}" {
		t.Errorf("got the path %q, want one without the user", e.Path)
	}
	if calls := server.Calls(http.MethodGet); len(calls) != 2 {
		t.Errorf("got %d calls, want one listing and one user", len(calls))
	}
}

func TestDirectory_whatMayPassIsAskedAgain(t *testing.T) {
	t.Parallel()
	d, server := lookingUp(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "GET", Status: 503, Times: -1})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := d.User(ctx, "U2"); !errors.Is(err, context.DeadlineExceeded) || IsUnknownOutcome(err) {
		t.Errorf("got error %v, want the time-out of a call that changes nothing", err)
	}
	server.ClearFaults()
	if _, err := d.User(t.Context(), "U2"); err != nil {
		t.Errorf("got error %v, want the next look-up to succeed", err)
	}
}

func TestDirectory_refusesAnswersThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ path, body, want string }{
		"no JSON":                 {"/users/U1", "<html>", "not the JSON of a user"},
		"no user":                 {"/users/U1", "{}", "no id"},
		"a JID without an @":      {"/users/U1", `{"id":"U1","jid":"u1"}`, "jid cannot be used"},
		"a JID that hides":        {"/users/U1", `{"id":"U1","jid":"u1\u202e@xmpp.zoom.us"}`, "jid cannot be used"},
		"no list":                 {"/chat/channels", "{}", "not the JSON of a list"},
		"a list of texts":         {"/chat/channels", `{"channels":["a"]}`, "not the JSON of a list"},
		"a page that comes again": {"/chat/channels", `{"channels":[],"next_page_token":"a"}`, "of an earlier page"},
		"a refusal in a success":  {"/users/U1", `{"code":1001,"message":"No."}`, "code 1001"},
	}
	for name, test := range tests {
		var calls atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/oauth/token" {
				_, _ = io.WriteString(w, `{"access_token":"t","expires_in":3600}`)
				return
			}
			calls.Add(1)
			_, _ = io.WriteString(w, test.body)
		}))
		d := newTestDirectory(t, server.URL+"/v2", server.URL+"/oauth/token")
		var err error
		if test.path == "/users/U1" {
			_, err = d.User(t.Context(), "U1")
		} else {
			_, err = d.PublicChannels(t.Context())
		}
		if err == nil || !strings.Contains(err.Error(), test.want) || calls.Load() > 2 {
			t.Errorf("%s: got error %v after %d calls, want %q", name, err, calls.Load(), test.want)
		}
		server.Close()
	}
}

func TestDirectory_leavesOutChannelsWithoutJID(t *testing.T) {
	t.Parallel()
	page, next, err := decodeChannels(
		[]byte(`{"channels":[{"id":"a","name":"x"},{"id":7,"jid":"a@b","name":"y"}],"next_page_token":null}`),
	)
	if err != nil || next != "" || len(page) != 1 || page[0] != (Channel{"7", "a@b", "y"}) {
		t.Errorf("got %+v, %q and error %v, want the channel with a JID", page, next, err)
	}
}

func TestDirectory_showsNoSecret(t *testing.T) {
	t.Parallel()
	d, server := lookingUp(t, emulator.Options{})
	if _, err := d.User(t.Context(), "U2"); err != nil {
		t.Fatal(err)
	}
	authorization := server.Calls(http.MethodGet)[0].Header.Get("Authorization")
	token := strings.TrimPrefix(authorization, "Bearer ")
	server.Fail(emulator.Fault{
		Match:  "GET",
		Status: http.StatusForbidden,
		Body: fmt.Sprintf(
			`{"code":300,"message":"You sent %s and %s."}`,
			authorization,
			emulator.DefaultDirectoryClientSecret,
		),
	})
	_, err := d.User(t.Context(), "U3")
	if err == nil || strings.Contains(err.Error(), token) ||
		strings.Contains(err.Error(), emulator.DefaultDirectoryClientSecret) {
		t.Errorf("got error %v, want one without the token and the secret", err)
	}
}

func TestMemo_remembersWhatLasts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want int32 // look-ups for three callers, one after the other
	}{
		"a value":                    {nil, 1},
		"a refusal":                  {&CallError{Reason: ErrorAnswer, Status: 404, Code: CodeUnknownUser}, 1},
		"an answer that cannot be":   {&CallError{Reason: UnusableAnswer, Status: 200}, 1},
		"a refusal of the token":     {&CallError{Reason: ErrorAnswer, Status: 400, Token: true}, 3},
		"the end of a daily limit":   {&CallError{Reason: RateLimited, Status: 429}, 3},
		"a time-out":                 {&CallError{Reason: TimedOut, Status: 503}, 3},
		"a connection that was lost": {&CallError{Reason: NoAnswer}, 3},
		"an error of another kind":   {errors.New("no"), 3},
	} {
		var m memo[int]
		var looks atomic.Int32
		for range 3 {
			_, err := m.get(t.Context(), "a", func(context.Context) (int, error) {
				looks.Add(1)
				return 7, test.err
			})
			if !errors.Is(err, test.err) {
				t.Errorf("%s: got error %v, want %v", name, err, test.err)
			}
		}
		if got := looks.Load(); got != test.want {
			t.Errorf("%s: got %d look-ups, want %d", name, got, test.want)
		}
	}
}

// TestMemo_waitersOutliveTheOneThatLooks has a caller that gives up while others
// wait for what it looks up.
func TestMemo_waitersOutliveTheOneThatLooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m memo[int]
		var looks atomic.Int32
		look := func(ctx context.Context) (int, error) {
			if looks.Add(1) == 1 {
				<-ctx.Done()
				return 0, ended(ctx.Err())
			}
			time.Sleep(time.Second)
			return 7, nil
		}
		impatient, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := m.get(impatient, "a", look); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got error %v, want the time-out", err)
			}
		})
		synctest.Wait()
		for range 10 {
			all.Go(func() {
				if got, err := m.get(t.Context(), "a", look); got != 7 || err != nil {
					t.Errorf("got %d and error %v, want 7", got, err)
				}
			})
		}
		hasty, cancelHasty := context.WithTimeout(t.Context(), time.Second)
		defer cancelHasty()
		began := time.Now()
		if _, err := m.get(hasty, "a", look); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("got error %v after %s, want the time-out after a second", err, time.Since(began))
		}
		all.Wait()
		if looks.Load() != 2 {
			t.Errorf("got %d look-ups, want 2", looks.Load())
		}
	})
}
