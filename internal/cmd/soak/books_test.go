package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// first is the announcement that all of these tests are about.
var first = newAnnouncements(Options{Messages: 1, Channels: 1})[0]

// sent is a POST of it that got this answer, or none if the status is 0, and
// posted a message unless the id is empty.
func sent(status int, id string) emulator.Request {
	body := fmt.Sprintf(`{"to_jid": %q, "content": {"head": {"text": %q}, "body": [{"text": "Edition 1"}]}}`, first.channel, first.key)
	r := emulator.Request{Method: http.MethodPost, Body: []byte(body), Status: status, Answered: status != 0, Processed: id != "", MessageID: id}
	if status == 0 {
		r.Fault = "drop"
	}
	return r
}

func edited(id string) emulator.Request {
	return emulator.Request{Method: http.MethodPut, Status: 200, Answered: true, Processed: true, MessageID: id}
}

// created is an apply that made these requests and left the state with inState
// ("" for none).
func created(inState string, requests ...emulator.Request) *command {
	c := &command{phase: "create", name: "create", requests: requests, inState: map[string]string{}}
	if inState != "" {
		c.inState[first.address] = inState
	}
	return c
}

// thenStood says what stood after an apply.
func (c *command) thenStood(ids ...string) *command {
	for _, id := range ids {
		c.standing = append(c.standing, emulator.Message{ID: id})
	}
	return c
}

// andTold adds the error that announces an unknown outcome.
func (c *command) andTold() *command {
	c.errors = append(c.errors, diagnostic{Summary: maybePosted, Address: first.address})
	return c
}

func (c *command) struck(kind strikeKind) *command {
	c.strike = newStrike(kind, http.MethodPost, 0)
	return c
}

func destroyed(standing ...string) *command {
	c := created("").thenStood(standing...)
	c.phase, c.name = "destroy", "destroy"
	return c
}

func TestBooks_whatIsAllowed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		commands []*command
		want     verdict
	}{
		"posted, edited, destroyed": {
			[]*command{created("A", sent(201, "A")).thenStood("A"), created("A", edited("A")).thenStood("A"), destroyed()},
			verdict{},
		},
		"sent again by the same process after refusals": {
			[]*command{created("A", sent(429, ""), sent(401, ""), sent(429, ""), sent(201, "A")).thenStood("A"), destroyed()},
			verdict{},
		},
		"told, and not there": {
			[]*command{created("", sent(502, "")).andTold(), created("A", sent(201, "A")).thenStood("A"), destroyed()},
			verdict{Announced: 1},
		},
		"told, there, and left standing": {
			[]*command{created("", sent(0, "A")).andTold().thenStood("A"), created("B", sent(201, "B")).thenStood("A", "B"), destroyed("A")},
			verdict{Announced: 1, Repeated: 1, RepeatedAnnounced: 1, Orphans: 1, OrphansAnnounced: 1, StandingAtEnd: 1},
		},
		"told, there, and deleted by hand": {
			[]*command{created("", sent(502, "A")).andTold().thenStood("A"), created("B", sent(201, "B")).thenStood("B"), destroyed()},
			verdict{Announced: 1, Repeated: 1, RepeatedAnnounced: 1, Orphans: 1, OrphansAnnounced: 1},
		},
		"told again each time": {
			[]*command{
				created("", sent(502, "A")).andTold().thenStood("A"), created("", sent(502, "B")).andTold().thenStood("A", "B"),
				created("C", sent(201, "C")).thenStood("A", "B", "C"), destroyed("A", "B"),
			},
			verdict{Announced: 2, Repeated: 2, RepeatedAnnounced: 2, Orphans: 2, OrphansAnnounced: 2, StandingAtEnd: 2},
		},
		"lost to a kill": {
			[]*command{created("", sent(0, "A")).struck(kill9).thenStood("A"), created("B", sent(201, "B")).thenStood("A", "B"), destroyed("A")},
			verdict{Repeated: 1, RepeatedAfterKill: 1, Orphans: 1, LostToKill: 1, StandingAtEnd: 1},
		},
		"finished after Ctrl-C": {
			[]*command{created("A", sent(201, "A")).struck(ctrlC).thenStood("A"), destroyed()},
			verdict{},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judge(test.commands, nil)
			if len(got.findings) > 0 || !equal(got, test.want) {
				t.Errorf("got %+v, want %+v without findings", got, test.want)
			}
		})
	}
}

func TestBooks_whatIsFound(t *testing.T) {
	t.Parallel()
	hurried := sent(0, "A")
	hurried.Fault = "hold-after"
	stranger := sent(201, "X")
	stranger.Body = []byte(`{"content": {"head": {"text": "who?"}, "body": [{"text": ""}]}}`)
	later := created("A", sent(201, "A")).thenStood("A")
	later.phase = "edit"
	tests := map[string]struct {
		commands []*command
		imported map[string]adopted
		want     string
	}{
		"repeated by the same process": {
			[]*command{created("B", sent(502, "A"), sent(201, "B")).thenStood("A", "B")}, nil, "posted twice by the same provider process",
		},
		"repeated by the same process, although told": {
			[]*command{created("", sent(502, "A"), sent(502, "B")).andTold().thenStood("A", "B")}, nil, "posted twice by the same provider process",
		},
		"sent again by the same process, with luck": {
			[]*command{created("A", sent(502, ""), sent(201, "A")).thenStood("A")}, nil, "after an outcome that allows no repetition",
		},
		"posted again and not told": {
			[]*command{created("", sent(502, "A")).thenStood("A"), created("B", sent(201, "B")).thenStood("A", "B")}, nil, "no error had told that it may have been posted",
		},
		"posted again, and told too late": {
			[]*command{created("", sent(502, "A")), created("", sent(502, "B")).andTold()}, nil, "no error had told that it may have been posted",
		},
		"posted again after Ctrl-C": {
			[]*command{created("", sent(201, "A")).struck(ctrlC).thenStood("A"), created("B", sent(201, "B"))}, nil, "no error had told that it may have been posted",
		},
		"posted again although the state knew it": {
			[]*command{created("A", sent(201, "A")), created("B", sent(201, "B"))}, nil, "no error had told that it may have been posted",
		},
		"in no state and not told": {
			[]*command{created("", sent(201, "A")).thenStood("A")}, nil, "no error told of it",
		},
		"lost by the state": {
			[]*command{created("A", sent(201, "A")).thenStood("A"), created("").thenStood("A")}, nil, "was in a state before",
		},
		"lost by the state that had imported it": {
			[]*command{created("", sent(502, "A")).andTold().thenStood("A"), created("A", edited("A")).thenStood("A"), created("").thenStood("A")},
			map[string]adopted{first.address: {"A", 1}}, "was in a state before",
		},
		"more lost than a kill can lose": {
			[]*command{created("", sent(0, "A"), sent(0, "B"), sent(0, "C")).struck(kill9).thenStood("A", "B", "C")}, nil, "more than were on their way",
		},
		"standing after destroy": {
			[]*command{created("A", sent(201, "A")).thenStood("A"), destroyed("A")}, nil, "stands after everything was destroyed",
		},
		"in the state after destroy": {
			[]*command{created("A", sent(201, "A")).thenStood("A")}, nil, "in the state after everything was destroyed",
		},
		"told without a cause": {
			[]*command{created("A", sent(201, "A")).andTold().thenStood("A")}, nil, "the outcome was known",
		},
		"an answer that was not waited for": {
			[]*command{created("", hurried).struck(ctrlC).andTold().thenStood("A")}, nil, "did not wait for the answer",
		},
		"sent again although imported": {
			[]*command{created("", sent(502, "A")).andTold().thenStood("A"), created("B", sent(201, "B"), edited("A"))},
			map[string]adopted{first.address: {"A", 1}}, "was imported (message \"A\") and then sent again",
		},
		"not edited although imported": {
			[]*command{created("", sent(502, "A")).andTold().thenStood("A"), created("A"), destroyed()},
			map[string]adopted{first.address: {"A", 1}}, "and then not edited",
		},
		"a message of nobody":        {[]*command{created("", stranger)}, nil, "a message that nobody asked for"},
		"a message that is no edit":  {[]*command{later}, nil, "a message that nobody asked for"},
		"a path that Zoom lacks":     {[]*command{created("", emulator.Request{Method: http.MethodGet, Unknown: true})}, nil, "a path that Zoom does not have"},
		"a message that nobody sent": {[]*command{created("").thenStood("A")}, nil, "message \"A\" stands"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judge(test.commands, test.imported)
			if all := strings.Join(got.findings, "\n"); !strings.Contains(all, test.want) {
				t.Errorf("got the findings %q, want one with %q", all, test.want)
			}
		})
	}
}

func judge(commands []*command, imported map[string]adopted) verdict {
	b := books{announcements: []announcement{first}, commands: commands, imported: imported, parallelism: 2, destroyed: true}
	return b.judge()
}

func equal(a, b verdict) bool {
	a.findings, b.findings = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b)
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	out := `{"@level":"info","@message":"Terraform 1.11.4","type":"version"}
{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","summary":"Chatbot Message May Have Been Posted","detail":"D","address":"A"}}
{"@level":"warn","type":"diagnostic","diagnostic":{"severity":"warning","summary":"W","detail":"D"}}
panic: not JSON
`
	got := readErrors([]byte(out))
	if len(got) != 1 || got[0] != (diagnostic{"error", maybePosted, "D", "A"}) {
		t.Errorf("got %+v, want the one error", got)
	}
	c := command{errors: got}
	if len(c.announced()) != 1 {
		t.Errorf("got %+v announced, want the error", c.announced())
	}
}

func TestReport_saysWhatWasFound(t *testing.T) {
	t.Parallel()
	tests := map[string]Report{
		"never twice, never lost": {Finished: true},
		"not finished":            {},
		"1 finding":               {Finished: true, Findings: []string{"evidence"}},
		"2 findings":              {Findings: []string{"one", "evidence"}},
	}
	for want, report := range tests {
		var out strings.Builder
		if err := report.write(&out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want+"\n") || strings.Contains(out.String(), "evidence") != (len(report.Findings) > 0) {
			t.Errorf("got %s\nwant %q and what was found", &out, want)
		}
	}
}
