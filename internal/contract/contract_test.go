package contract

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestRun_emulatorAgreesWithEveryClaim(t *testing.T) {
	t.Parallel()
	target, stop, err := Emulated()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	report := Run(t.Context(), target, Options{Optional: true})
	for _, r := range report.Results {
		if r.Verdict != IsConfirmed {
			t.Errorf("%s: %s: got %s, want %s", r.Claim.Name, r.Verdict, r.Seen, r.Claim.Expected())
		}
	}
	if got, want := len(report.Results), len(Claims()); got != want || got < 70 {
		t.Errorf("got %d results, want one for each of %d claims", got, want)
	}
}

func TestClaims_areComplete(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, c := range Claims() {
		if names[c.Name] {
			t.Errorf("there are two claims %q", c.Name)
		}
		names[c.Name] = true
		if c.Source == "" || c.Expected() == "" || !strings.HasSuffix(c.Says, ".") {
			t.Errorf("%s: got %+v, want a sentence, a source and what is expected", c.Name, c)
		}
		switch c.Grade {
		case Confirmed, Documented, Seen, Assumed:
		default:
			t.Errorf("%s: got grade %q", c.Name, c.Grade)
		}
	}
}

// TestRun_removesItsMessagesWhenInterrupted interrupts a run at every third of its
// requests, before or after the request was processed.
func TestRun_removesItsMessagesWhenInterrupted(t *testing.T) {
	t.Parallel()
	target, _ := mutant{}.start(t)
	calls := Run(t.Context(), target, Options{Optional: true}).Calls
	posted := 0
	for n := 0; n < calls; n += 3 {
		ctx, cancel := context.WithCancel(t.Context())
		var count atomic.Int32
		interrupting := mutant{}
		if n%2 == 0 {
			interrupting.request = func(*call) {
				if int(count.Add(1)) == n+1 {
					cancel()
				}
			}
		} else {
			interrupting.answer = func(*call, *response) {
				if int(count.Add(1)) == n+1 {
					cancel()
				}
			}
		}
		target, e := interrupting.start(t)
		report := Run(ctx, target, Options{Optional: true})
		cancel()
		if left := e.Messages(""); len(left) > 0 || len(report.Left) > 0 || report.Unknown > 0 {
			t.Errorf("interrupted at request %d: %d messages are left, %d reported, %d unknown",
				n+1, len(left), len(report.Left), report.Unknown)
		}
		posted += report.Posted
	}
	if posted < calls {
		t.Errorf("got %d messages in %d runs, want more: there was nothing to remove", posted, calls)
	}
}

func TestRun_reportsWhatItCannotRemove(t *testing.T) {
	t.Parallel()
	m := refusing(func(c *call) bool { return c.is(http.MethodDelete) }, http.StatusForbidden, 7004)
	target, e := m.start(t)
	report := Run(t.Context(), target, Options{})
	if want := len(e.Messages("")); len(report.Left) != want || want == 0 {
		t.Errorf("got %d messages reported as left, want %d", len(report.Left), want)
	}
}

// TestRun_saysWhenAMessageMayBeLeft drops the answers to all POSTs.
func TestRun_saysWhenAMessageMayBeLeft(t *testing.T) {
	t.Parallel()
	m := mutant{answer: func(c *call, _ *response) {
		if c.is(http.MethodPost) {
			panic(http.ErrAbortHandler)
		}
	}}
	target, e := m.start(t)
	report := Run(t.Context(), target, Options{})
	if posted := len(e.Messages("")); posted == 0 || report.Unknown < posted {
		t.Errorf("got %d unknown, want at least the %d that were posted", report.Unknown, posted)
	}
	if report.Count(IsRefuted) > 0 && report.Results[10].Verdict != IsUnclear {
		t.Errorf("got %+v, want what was not answered to be unclear", report.Results[10])
	}
	for _, message := range e.Messages("") {
		if !strings.Contains(string(message.Content), report.Mark) && len(message.Content) > len("{}") {
			t.Errorf("got %s, want the mark %q", message.Content, report.Mark)
		}
	}
}

// TestRun_showsNothingOfTheAccount runs against a server that repeats all that
// it is sent, wherever it can.
func TestRun_showsNothingOfTheAccount(t *testing.T) {
	t.Parallel()
	var sent []string
	echo := mutant{answer: func(c *call, r *response) {
		sent = append(sent, strings.TrimPrefix(c.Header.Get("Authorization"), "Bearer "))
		for i, name := range []string{"X-Ratelimit-Category", "X-Ratelimit-Limit", "X-Ratelimit-Type", "Retry-After"} {
			r.header.Set(name, []string{
				emulator.DefaultClientSecret, emulator.DefaultAccountID, emulator.DefaultChannelJID, c.Header.Get("Authorization"),
			}[i])
		}
		if r.status >= 400 {
			r.fields = map[string]any{
				"code":    emulator.DefaultClientSecret,
				"message": string(c.body),
				"error":   "emulatorclientsecret",
				"reason":  c.URL.String(),
			}
			return
		}
		r.fields["sent_time"] = emulator.DefaultClientSecret
		if c.is(http.MethodPut) {
			r.fields["message_id"] = emulator.DefaultUserJID
		}
	}}
	target, _ := echo.start(t)
	var progress strings.Builder
	report := Run(t.Context(), target, Options{Progress: func(line string) { progress.WriteString(line + "\n") }})
	shown := report.Markdown() + progress.String()
	for _, secret := range append(sent, emulator.DefaultClientID, emulator.DefaultClientSecret, "emulatorclientsecret",
		emulator.DefaultAccountID, emulator.DefaultRobotJID, emulatedOther, emulator.DefaultUserJID,
		strings.TrimSuffix(emulator.DefaultUserJID, "@xmpp.zoom.us"), emulator.DefaultChannelJID) {
		if secret != "" && strings.Contains(shown, secret) {
			t.Errorf("the report shows %q", secret)
		}
	}
	if report.Count(IsRefuted) < 10 {
		t.Errorf("got %d refuted, want the echo to have been heard", report.Count(IsRefuted))
	}
}

func TestRun_isSlow(t *testing.T) {
	t.Parallel()
	target, e := mutant{}.start(t)
	const interval = 3 * time.Millisecond
	target.Interval = interval
	began := time.Now()
	report := Run(t.Context(), target, Options{})
	if spent := time.Since(began); spent < time.Duration(report.Calls-1)*interval {
		t.Errorf("%d calls took %s, want at least %s between two of them", report.Calls, spent, interval)
	}
	if most := e.Stats().MaxConcurrent; most != 1 {
		t.Errorf("got %d calls at a time, want 1", most)
	}
}

func TestRun_repeatsACallThatCameTooEarly(t *testing.T) {
	t.Parallel()
	var refused atomic.Int32
	m := mutant{request: func(c *call) {
		if c.is(http.MethodPost) && strings.Contains(c.Header.Get("Authorization"), "emulator-token") && refused.Add(1) == 1 {
			c.e.Fail(emulator.Fault{Match: http.MethodPost, Status: http.StatusTooManyRequests})
		}
	}}
	target, e := m.start(t)
	target.PerSecond, target.PerDay = nil, nil
	report := Run(t.Context(), target, Options{})
	for _, r := range report.Results {
		want := IsConfirmed
		if strings.HasPrefix(r.Claim.Name, "limit-") {
			want = IsUnclear
		}
		if r.Verdict != want && r.Claim.Name != "tracking-id" {
			t.Errorf("%s: got %s (%s), want %s", r.Claim.Name, r.Verdict, r.Seen, want)
		}
	}
	if s := e.Stats(); s.Duplicates > 1 {
		t.Errorf("got %d messages posted twice", s.Duplicates)
	}
}

func TestMarkdown_isATable(t *testing.T) {
	t.Parallel()
	claims := Claims()
	got := Report{
		Results: []Result{
			{claims[0], IsConfirmed, "200"},
			{Claim{Name: "x", Says: "A | b.", Grade: Assumed, probe: probe{want: "c"}}, IsRefuted, "d|e"},
		},
		Headers: []string{"Retry-After: 9"}, Calls: 3, Posted: 1,
	}.Markdown()
	want := "2 claims: 1 confirmed, 1 refuted, 0 could not be told. 3 calls, 1 messages posted.\n\n" +
		"| Claim | Grade | Expected | Seen | Verdict |\n|---|---|---|---|---|\n" +
		fmt.Sprintf("| `%s`: %s | documented | 200 | 200 | confirmed |\n", claims[0].Name, claims[0].Says) +
		"| `x`: A \\| b. | assumed | c | d\\|e | **refuted** |\n" +
		"\nIn a form, 9 is any digit, A and a any letter.\n" +
		"\nHeaders about limits:\n\n- `Retry-After: 9`\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
