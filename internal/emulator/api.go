package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The JSON API is for tests of people's own configurations. Its version is in its
// path: what version 1 answers keeps its meaning, and fields may be added.
const apiPrefix = pagePrefix + "api/v1"

func (e *Emulator) addAPI(mux *http.ServeMux) {
	mux.HandleFunc("GET "+apiPrefix+"/messages", e.apiMessages)
	mux.HandleFunc("GET "+apiPrefix+"/messages/latest", e.apiLatest)
	mux.HandleFunc("GET "+apiPrefix+"/messages/wait", e.apiWait)
	mux.HandleFunc("GET "+apiPrefix+"/events", e.apiEvents)
	mux.HandleFunc("GET "+apiPrefix+"/requests", e.apiRequests)
	mux.HandleFunc("POST "+apiPrefix+"/reset", e.apiReset)
}

// apiMessage is a message in the API.
type apiMessage struct {
	MessageID         string          `json:"message_id"`
	ToJID             string          `json:"to_jid"`
	RobotJID          string          `json:"robot_jid"`
	AccountID         string          `json:"account_id"`
	UserJID           string          `json:"user_jid,omitempty"`
	VisibleToUser     string          `json:"visible_to_user,omitempty"`
	ReplyTo           string          `json:"reply_to,omitempty"`
	IsMarkdownSupport bool            `json:"is_markdown_support"`
	Content           json.RawMessage `json:"content"`
	SentTime          string          `json:"sent_time"`
	Edits             int             `json:"edits"`
	// Title is the headline, or else the first text.
	Title string `json:"title"`
	// Text is the drawing of the message as text, lines ended by \n.
	Text string `json:"text"`
}

func apiMessageOf(m Message) apiMessage {
	drawing := parse(m)
	return apiMessage{
		MessageID: m.ID, ToJID: m.ToJID, RobotJID: m.RobotJID, AccountID: m.AccountID, UserJID: m.UserJID,
		VisibleToUser: m.VisibleToUser, ReplyTo: m.ReplyTo, IsMarkdownSupport: m.IsMarkdownSupport,
		Content: m.Content, SentTime: m.SentTime, Edits: m.Edits,
		Title: drawing.Title(), Text: strings.Join(drawing.Terminal(apiTextWidth, false), "\n"),
	}
}

// apiTextWidth keeps texts on one line, as a test looks for them.
const apiTextWidth = 10_000

// apiEvent is an event in the API.
type apiEvent struct {
	Seq     int        `json:"seq"`
	Time    time.Time  `json:"time"`
	Kind    EventKind  `json:"kind"`
	Message apiMessage `json:"message"`
}

func apiEventOf(e Event) apiEvent {
	return apiEvent{e.Seq, e.Time.UTC(), e.Kind, apiMessageOf(e.Message)}
}

// apiRequest is a request in the API. It has no header, query or body.
type apiRequest struct {
	Seq       int       `json:"seq"`
	Time      time.Time `json:"time"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Status    int       `json:"status"`
	Token     bool      `json:"token"`
	Processed bool      `json:"processed"`
	Answered  bool      `json:"answered"`
	MessageID string    `json:"message_id,omitempty"`
	Fault     string    `json:"fault,omitempty"`
}

// matches returns what the query of a request selects: to_jid, and contains, a part
// of the drawn text.
func matches(q url.Values) func(Message) bool {
	return func(m Message) bool {
		if jid := q.Get("to_jid"); jid != "" && m.ToJID != jid {
			return false
		}
		return q.Get("contains") == "" || strings.Contains(apiMessageOf(m).Text, q.Get("contains"))
	}
}

func (e *Emulator) apiMessages(w http.ResponseWriter, r *http.Request) {
	wanted, list := matches(r.URL.Query()), []apiMessage{}
	for _, m := range e.Messages("") {
		if wanted(m) {
			list = append(list, apiMessageOf(m))
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"messages": list})
}

// apiLatest answers with the message that was posted last, edits apart.
func (e *Emulator) apiLatest(w http.ResponseWriter, r *http.Request) {
	wanted, messages := matches(r.URL.Query()), e.Messages("")
	for i := len(messages) - 1; i >= 0; i-- {
		if wanted(messages[i]) {
			writeJSON(w, http.StatusOK, apiMessageOf(messages[i]))
			return
		}
	}
	apiError(w, http.StatusNotFound, "No message matches.")
}

const (
	defaultWait = 10 * time.Second
	maxWait     = 5 * time.Minute
)

// apiWait answers with the first event after ?after=SEQ that matches, of the kind
// ?kind= (posted, edited, deleted; all if it is empty), and waits for it until
// ?timeout= (10s) is over. Without after, every event that is remembered counts.
func (e *Emulator) apiWait(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	after, timeout := 0, defaultWait
	if s := q.Get("after"); s != "" {
		if json.Unmarshal([]byte(s), &after) != nil {
			apiError(w, http.StatusBadRequest, "after must be the seq of an event.")
			return
		}
	}
	if s := q.Get("timeout"); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 || d > maxWait {
			apiError(w, http.StatusBadRequest, "timeout must be a duration from 0s to 5m, such as 30s.")
			return
		}
		timeout = d
	}
	wanted, kind := matches(q), EventKind(q.Get("kind"))
	if kind != "" && kind != Posted && kind != Edited && kind != Deleted {
		apiError(w, http.StatusBadRequest, "kind must be posted, edited or deleted.")
		return
	}
	over := time.NewTimer(timeout)
	defer over.Stop()
	for {
		_, next := e.Changes()
		for _, event := range e.History("") {
			if event.Seq > after && (kind == "" || event.Kind == kind) && wanted(event.Message) {
				writeJSON(w, http.StatusOK, apiEventOf(event))
				return
			}
			after = max(after, event.Seq)
		}
		select {
		case <-next:
		case <-over.C:
			apiError(w, http.StatusNotFound, "No message that matches came within "+timeout.String()+".")
			return
		case <-r.Context().Done():
			return
		}
	}
}

// apiEvents answers with the events that are remembered, of ?message_id= or all.
func (e *Emulator) apiEvents(w http.ResponseWriter, r *http.Request) {
	list := []apiEvent{}
	for _, event := range e.History(r.URL.Query().Get("message_id")) {
		list = append(list, apiEventOf(event))
	}
	writeJSON(w, http.StatusOK, map[string]any{"events": list})
}

func (e *Emulator) apiRequests(w http.ResponseWriter, _ *http.Request) {
	list := []apiRequest{}
	for _, r := range e.Requests() {
		list = append(list, apiRequest{
			r.Seq, r.Time.UTC(), r.Method, r.EscapedPath, r.Status, r.Token, r.Processed, r.Answered, r.MessageID, r.Fault,
		})
	}
	writeJSON(w, http.StatusOK, map[string]any{"requests": list})
}

func (e *Emulator) apiReset(w http.ResponseWriter, _ *http.Request) {
	e.Reset()
	w.WriteHeader(http.StatusNoContent)
}

func apiError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A client that has gone away has no use for an error.
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
}
