package main

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// first is the announcement that all of these tests are about.
var first = newAnnouncements(Options{Messages: 1, Channels: 1})[0]

// sent is a POST of it that got this answer, or none if the status is 0, and
// posted a message unless the id is empty.
func sent(status int, id string) emulator.Request {
	body := fmt.Sprintf(
		`{"to_jid": %q, "content": {"head": {"text": %q}, "body": [{"text": "Edition 1"}]}}`,
		first.channel,
		first.key,
	)
	r := emulator.Request{
		Method: http.MethodPost, Proto: "HTTP/1.1", Body: []byte(body),
		Status: status, Answered: status != 0, Processed: id != "", MessageID: id,
	}
	if status == 0 {
		r.Fault = "drop"
	}
	return r
}

// switched is a POST of it that got 101 and no more.
func switched(id string) emulator.Request {
	r := sent(101, id)
	r.Answered, r.Fault = false, "101-after"
	return r
}

func edited(id string) emulator.Request {
	return emulator.Request{
		Method:    http.MethodPut,
		Proto:     "HTTP/1.1",
		Status:    200,
		Answered:  true,
		Processed: true,
		MessageID: id,
	}
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

// leaving sets the messages that existed after an apply.
func (c *command) leaving(ids ...string) *command {
	for _, id := range ids {
		c.messages = append(c.messages, emulator.Message{ID: id})
	}
	return c
}

// announcing adds the error that announces an unknown outcome.
func (c *command) announcing() *command {
	c.errors = append(c.errors, diagnostic{Summary: maybePosted, Address: first.address})
	return c
}

func (c *command) interrupted(signal syscall.Signal) *command {
	c.interruption = newInterruption(signal, http.MethodPost, 0)
	return c
}

// alsoAnnouncing adds such an error about another announcement.
func (c *command) alsoAnnouncing(address string) *command {
	c.errors = append(c.errors, diagnostic{Summary: maybePosted, Address: address})
	return c
}

// closingIdle is a command during which the emulator closed an idle connection.
func (c *command) closingIdle() *command {
	c.closedIdle = 1
	return c
}

func destroyed(left ...string) *command {
	c := created("").leaving(left...)
	c.phase, c.name = "destroy", "destroy"
	return c
}

func TestLog_whatIsAllowed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		commands []*command
		want     result
	}{
		"posted, edited, destroyed": {
			[]*command{created("A", sent(201, "A")).leaving("A"), created("A", edited("A")).leaving("A"), destroyed()},
			result{},
		},
		"sent again by the same process after refusals": {
			[]*command{created("A", sent(429, ""), sent(401, ""), sent(429, ""), sent(201, "A")).leaving("A"), destroyed()},
			result{},
		},
		"told, and not there": {
			[]*command{created("", sent(502, "")).announcing(), created("A", sent(201, "A")).leaving("A"), destroyed()},
			result{Alarms: 1},
		},
		"told, there, and left standing": {
			[]*command{
				created("", sent(0, "A")).announcing().leaving("A"),
				created("B", sent(201, "B")).leaving("A", "B"),
				destroyed("A"),
			},
			result{Alarms: 1, Repeats: tally{Announced: 1}, Orphans: tally{Announced: 1}, AtEnd: 1},
		},
		"told, there, and deleted by hand": {
			[]*command{
				created("", sent(502, "A")).announcing().leaving("A"),
				created("B", sent(201, "B")).leaving("B"),
				destroyed(),
			},
			result{Alarms: 1, Repeats: tally{Announced: 1}, Orphans: tally{Announced: 1}},
		},
		"told again each time": {
			[]*command{
				created("", sent(502, "A")).announcing().leaving("A"), created("", sent(502, "B")).announcing().leaving("A", "B"),
				created("C", sent(201, "C")).leaving("A", "B", "C"), destroyed("A", "B"),
			},
			result{Alarms: 2, Repeats: tally{Announced: 2}, Orphans: tally{Announced: 2}, AtEnd: 2},
		},
		"lost to a kill": {
			[]*command{
				created("", sent(0, "A")).interrupted(syscall.SIGKILL).leaving("A"),
				created("B", sent(201, "B")).leaving("A", "B"),
				destroyed("A"),
			},
			result{Repeats: tally{Killed: 1}, Orphans: tally{Killed: 1}, AtEnd: 1},
		},
		"finished after Ctrl-C": {
			[]*command{created("A", sent(201, "A")).interrupted(syscall.SIGINT).leaving("A"), destroyed()},
			result{},
		},
		"finished after SIGTERM": {
			[]*command{created("A", sent(201, "A")).interrupted(syscall.SIGTERM).leaving("A"), destroyed()},
			result{},
		},
		"101, announced": {
			[]*command{created("", switched("A")).announcing().leaving("A"), destroyed("A")},
			result{Alarms: 1, Orphans: tally{Announced: 1}, AtEnd: 1},
		},
		"announced, and never arrived after a refusal": {
			[]*command{
				created("", sent(429, "")).announcing().closingIdle(),
				created("A", sent(201, "A")).leaving("A"),
				destroyed(),
			},
			result{Alarms: 1, NeverArrived: 1},
		},
		"announced, and never arrived": {
			[]*command{created("").announcing().closingIdle(), created("A", sent(201, "A")).leaving("A"), destroyed()},
			result{Alarms: 1, NeverArrived: 1},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judge(test.commands, "")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the result differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLog_whatIsFound(t *testing.T) {
	t.Parallel()
	hurried := sent(0, "A")
	hurried.Fault = "hold-after"
	stranger := sent(201, "X")
	stranger.Body = []byte(`{"content": {"head": {"text": "who?"}, "body": [{"text": ""}]}}`)
	overHTTP2 := sent(201, "A")
	overHTTP2.Proto = "HTTP/2.0"
	later := created("A", sent(201, "A")).leaving("A")
	later.phase = "edit"
	tests := map[string]struct {
		commands []*command
		imported string // after the first command
		want     string
	}{
		"repeated by the same process": {
			[]*command{
				created("B", sent(502, "A"), sent(201, "B")).leaving("A", "B"),
			},
			"",
			"posted twice by the same provider process",
		},
		"repeated by the same process, although told": {
			[]*command{
				created("", sent(502, "A"), sent(502, "B")).announcing().leaving("A", "B"),
			},
			"",
			"posted twice by the same provider process",
		},
		"sent again by the same process, with luck": {
			[]*command{
				created("A", sent(502, ""), sent(201, "A")).leaving("A"),
			},
			"",
			"after an outcome that allows no repetition",
		},
		"posted again and not told": {
			[]*command{
				created("", sent(502, "A")).leaving("A"),
				created("B", sent(201, "B")).leaving("A", "B"),
			},
			"",
			"no error had announced that it may have been posted",
		},
		"posted again, and told too late": {
			[]*command{
				created("", sent(502, "A")),
				created("", sent(502, "B")).announcing(),
			},
			"",
			"no error had announced that it may have been posted",
		},
		"posted again after Ctrl-C": {
			[]*command{
				created("", sent(201, "A")).interrupted(syscall.SIGINT).leaving("A"),
				created("B", sent(201, "B")),
			},
			"",
			"no error had announced that it may have been posted",
		},
		"posted again although the state knew it": {
			[]*command{
				created("A", sent(201, "A")),
				created("B", sent(201, "B")),
			},
			"",
			"no error had announced that it may have been posted",
		},
		"in no state and not told": {
			[]*command{created("", sent(201, "A")).leaving("A")}, "", "no error announced it",
		},
		"lost by the state": {
			[]*command{created("A", sent(201, "A")).leaving("A"), created("").leaving("A")}, "", "was in a state",
		},
		"lost by the state that had imported it": {
			[]*command{
				created("", sent(502, "A")).announcing().leaving("A"),
				created("A", edited("A")).leaving("A"),
				created("").leaving("A"),
			},
			"A",
			"was in a state",
		},
		"more lost than a kill can lose": {
			[]*command{
				created("", sent(0, "A"), sent(0, "B"), sent(0, "C")).interrupted(syscall.SIGKILL).leaving("A", "B", "C"),
			},
			"",
			"more than were being sent",
		},
		"standing after destroy": {
			[]*command{created("A", sent(201, "A")).leaving("A"), destroyed("A")}, "", "exists after everything was destroyed",
		},
		"in the state after destroy": {
			[]*command{created("A", sent(201, "A")).leaving("A")}, "", "in the state after everything was destroyed",
		},
		"told without a cause": {
			[]*command{created("A", sent(201, "A")).announcing().leaving("A")}, "", "the outcome was known",
		},
		"an answer that was not waited for": {
			[]*command{
				created("", hurried).interrupted(syscall.SIGINT).announcing().leaving("A"),
			},
			"",
			"did not wait for the answer",
		},
		"sent again although imported": {
			[]*command{created("", sent(502, "A")).announcing().leaving("A"), created("B", sent(201, "B"), edited("A"))},
			"A", "was imported (message \"A\") and then sent again",
		},
		"not edited although imported": {
			[]*command{created("", sent(502, "A")).announcing().leaving("A"), created("A"), destroyed()},
			"A", "and then not edited",
		},
		"announced without a request, and no connection was closed": {
			[]*command{created("").announcing()}, "", "the outcome was known",
		},
		"more announced without a request than connections were closed": {
			[]*command{created("").announcing().alsoAnnouncing("another").closingIdle()}, "", "the outcome was known",
		},
		"a success that was announced as unknown, although a connection was closed": {
			[]*command{created("A", sent(201, "A")).announcing().closingIdle().leaving("A")}, "", "the outcome was known",
		},
		"an answer that SIGTERM cost": {
			[]*command{
				created("", hurried).interrupted(syscall.SIGTERM).announcing().leaving("A"),
			},
			"",
			"did not wait for the answer",
		},
		"HTTP/2":                    {[]*command{created("A", overHTTP2).leaving("A")}, "", "by HTTP/2.0"},
		"a message of nobody":       {[]*command{created("", stranger)}, "", "a message that nobody asked for"},
		"a message that is no edit": {[]*command{later}, "", "a message that nobody asked for"},
		"a path that Zoom lacks": {
			[]*command{created("", emulator.Request{Method: http.MethodGet, Unknown: true})},
			"",
			"a request that must not be",
		},
		"a message that nobody sent": {
			[]*command{created("").leaving("A")},
			"",
			"message \"A\" exists, was in a state or posted by nobody",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judge(test.commands, test.imported)
			if all := strings.Join(got.Findings, "\n"); !strings.Contains(all, test.want) {
				t.Errorf("got the findings %q, want one with %q", all, test.want)
			}
		})
	}
}

// judge judges commands, the last of which destroys, with a parallelism of 2.
func judge(commands []*command, imported string) result {
	l := newLog([]announcement{first}, 2)
	for i, c := range commands {
		l.add(c)
		if i == 0 && imported != "" {
			l.imported[first.address] = imported
		}
	}
	l.finish(true)
	return l.result
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	out := `{"@level":"info","@message":"Terraform 1.11.4","type":"version"}
{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","summary":"Chatbot Message May Have Been Posted","detail":"D","address":"A"}}
{"@level":"warn","type":"diagnostic","diagnostic":{"severity":"warning","summary":"W","detail":"D"}}
panic: not JSON
`
	got := parseErrors([]byte(out))
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
		"findings: 1":             {Finished: true, result: result{Findings: []string{"evidence"}}},
		"findings: 2":             {result: result{Findings: []string{"one", "evidence"}}},
	}
	for want, report := range tests {
		var out strings.Builder
		if err := report.write(&out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want+"\n") ||
			strings.Contains(out.String(), "evidence") != (len(report.Findings) > 0) {
			t.Errorf("got %s\nwant %q and what was found", &out, want)
		}
	}
}
