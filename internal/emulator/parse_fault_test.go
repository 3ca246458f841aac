package emulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]emulator.Fault{
		"POST:502":                  {Match: "POST", Status: 502},
		"POST:101":                  {Match: "POST", Status: 101},
		"POST:502x3":                {Match: "POST", Status: 502, Times: 3},
		"TOKEN:503x*":               {Match: "TOKEN", Status: 503, Times: -1},
		"PUT:502-afterx12":          {Match: "PUT", Status: 502, Process: true, Times: 12},
		"ANY:drop":                  {Drop: true},
		"PUT:drop-after":            {Match: "PUT", Drop: true, Process: true},
		"DELETE:reset":              {Match: "DELETE", Drop: true, Reset: true},
		"POST:cut":                  {Match: "POST", Cut: true},
		"POST:cut,502":              {Match: "POST", Cut: true, Status: 502},
		"POST:hold=5s":              {Match: "POST", Hold: 5 * time.Second},
		"POST:hold-after=1m,dropx2": {Match: "POST", Hold: time.Minute, Drop: true, Process: true, Times: 2},
		"POST:expire-token":         {Match: "POST", ExpireToken: true},
		"POST:expire-tokenx2":       {Match: "POST", ExpireToken: true, Times: 2},
	} {
		got, err := emulator.ParseFault(s)
		if err != nil {
			t.Errorf("%s: got error %v, want none", s, err)
		}
		got.Header, got.Body = nil, ""
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", s, got, want)
		}
	}
	if f, err := emulator.ParseFault(
		"POST:429",
	); err != nil || f.Header.Get("X-RateLimit-Type") != "QPS" ||
		!strings.Contains(f.Body, "per-second") {
		t.Errorf("got %+v, %v, want Zoom's 429", f, err)
	}
}

func TestParseFault_refuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "POST", "POST:", "PATCH:502", "post:502", "POST:502x0", "POST:x3", "POST:99", "POST:100", "POST:102", "POST:600", "POST:nothing", "POST:502,", "POST:502=1",
		"POST:hold", "POST:hold=", "POST:hold=x", "POST:hold=-1s", "POST:drop=1s", "POST:502x99999999999999999999",
	} {
		if f, err := emulator.ParseFault(s); err == nil {
			t.Errorf("%q: got %+v, want an error", s, f)
		}
	}
}
