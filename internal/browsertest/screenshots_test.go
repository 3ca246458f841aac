package browsertest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/browsertest"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

var write = flag.Bool("write", false, "take the screenshots (make screenshots)")

// images is the folder of the screenshots in README and the guides.
const images = "../../.github/images"

func TestScreenshots(t *testing.T) {
	t.Parallel()
	if *write {
		browser := browsertest.Start(t)
		save(t, "emulator.png", browser.Open(channelWithMessages(t), browsertest.Look{Width: 1180}))
		save(t, "preview.png", browser.Open(previewOfAPlan(t), browsertest.Look{Width: 1180}))
	}
	for _, name := range []string{"emulator.png", "preview.png"} {
		file, err := os.ReadFile(filepath.Join(images, name))
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(file))
		if err != nil || size.Width != 1180 || len(file) > 200_000 {
			t.Errorf("%s: got %d px and %d bytes (%v), want 1180 px and at most 200,000 bytes", name, size.Width, len(file), err)
		}
	}
}

func save(t *testing.T, name string, p *browsertest.Page) {
	t.Helper()
	p.Do(`new Promise(done => setTimeout(done, 500))`)
	if err := os.MkdirAll(images, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(images, name), p.Screenshot(false), 0o644); err != nil {
		t.Fatal(err)
	}
}

// channelWithMessages posts what a platform team posts, and returns the page.
func channelWithMessages(t *testing.T) string {
	t.Helper()
	s := emulatortest.Start(t, emulator.Options{})
	client, err := zoom.NewClient(zoom.Config{
		ClientID:     emulator.DefaultClientID,
		ClientSecret: emulator.DefaultClientSecret,
		BaseURL:      s.BaseURL(),
		TokenURL:     s.TokenURL(),
	})
	if err != nil {
		t.Fatal(err)
	}
	send := func(channel, replyTo, content string) string {
		m, err := client.SendMessage(t.Context(), zoom.SendMessageRequest{
			RobotJID:          "v1terraform@xmpp.zoom.us",
			ToJID:             channel + "@conference.xmpp.zoom.us",
			AccountID:         emulator.DefaultAccountID,
			UserJID:           emulator.DefaultUserJID,
			ReplyTo:           replyTo,
			Content:           json.RawMessage(content),
			IsMarkdownSupport: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		return m.MessageID
	}
	maintenance := func(when string) string {
		return `{"settings":{"default_sidebar_color":"#F56416"},
			"head":{"text":"Database maintenance","sub_head":{"text":"` + when + `"}},"body":[
			{"type":"section","sections":[
				{"type":"message",
				 "text":"The shop answers, but takes *no orders*. Watch <https://status.example.com|the status page>."},
				{"type":"fields","items":[{"key":"Affected","value":"Orders, invoices","short":true},
				 {"key":"Owner","value":"Platform team","short":true}]},
				{"type":"actions","limit":2,"items":[{"text":"Subscribe","value":"s","style":"Primary"},
				 {"text":"Runbook","value":"r"},{"text":"Mute","value":"m"}]}],
			 "footer":"Managed by Terraform"}]}`
	}
	send("incidents", "", `{"head":{"text":"Checkout is slow"}}`)
	send(
		"announcements",
		"",
		`{"head":{"text":"Welcome to the platform"},"body":[{"type":"message",
			"text":"Questions are welcome. Outages go to _on-call_."}]}`,
	)
	id := send("announcements", "", maintenance("Saturday, 22:00 to 24:00 UTC"))
	send(
		"announcements",
		id,
		`{"body":[{"type":"message","text":"What is done, step by step: <https://example.com/maintenance|the plan>"}]}`,
	)
	_, err = client.EditMessage(t.Context(), id, zoom.EditMessageRequest{
		RobotJID: "v1terraform@xmpp.zoom.us", AccountID: emulator.DefaultAccountID, IsMarkdownSupport: true,
		Content: json.RawMessage(maintenance("Sunday, 06:00 to 08:00 UTC")),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.URL() + "/?channel=announcements@conference.xmpp.zoom.us"
}

func previewOfAPlan(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "preview.html")
	if err := preview.Run([]string{"-out", file, "../preview/testdata/terraform.json"}, nil, nil); err != nil {
		t.Fatal(err)
	}
	return "file://" + file
}
