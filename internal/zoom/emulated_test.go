package zoom

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

func emulated(t *testing.T, options emulator.Options) (*Client, *emulator.Server) {
	t.Helper()
	server := emulatortest.Start(t, options)
	client, err := NewClient(Config{
		ClientID: emulator.DefaultClientID, ClientSecret: emulator.DefaultClientSecret,
		BaseURL: server.BaseURL(), TokenURL: server.TokenURL(), UserAgent: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	client.backoff = func(int) time.Duration { return time.Millisecond }
	t.Cleanup(client.http.CloseIdleConnections)
	return client, server
}

var announcement = SendMessageRequest{
	RobotJID: emulator.DefaultRobotJID, ToJID: emulator.DefaultChannelJID, AccountID: emulator.DefaultAccountID,
	UserJID: emulator.DefaultUserJID, Content: []byte(`{"head":{"text":"x"}}`),
}

// standing posts the message that an edit or a delete then meets.
func standing(s *emulator.Emulator) emulator.Message {
	return s.Post(emulator.Message{
		RobotJID: announcement.RobotJID, ToJID: announcement.ToJID, AccountID: announcement.AccountID,
		UserJID: announcement.UserJID, Content: announcement.Content,
	})
}

// perform does one operation by the name of its method.
func perform(ctx context.Context, c *Client, method, id string) error {
	switch method {
	case http.MethodPost:
		_, err := c.SendMessage(ctx, announcement)
		return err
	case http.MethodPut:
		_, err := c.EditMessage(ctx, id, EditMessageRequest{
			RobotJID: announcement.RobotJID, AccountID: announcement.AccountID, Content: []byte(`{"head":{"text":"y"}}`),
		})
		return err
	default:
		return c.DeleteMessage(
			ctx,
			id,
			DeleteMessageRequest{RobotJID: announcement.RobotJID, AccountID: announcement.AccountID},
		)
	}
}

func parallel(t *testing.T, n int, do func() error) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if err := do(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
