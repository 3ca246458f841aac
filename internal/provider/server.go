package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// frameworkServer is everything that the framework's server does, so that
// wrapping it hides nothing.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
	tfprotov6.StateStoreServer
}

// server is the framework's server, except that it ends the actions before it
// says that it stopped.
//
// When Terraform is interrupted, it asks the provider to stop. From the answer
// on, terraform-plugin-go v0.31 drops what actions report (InvokeAction in
// tfprotov6/tf6server/server.go), and Terraform 1.15 takes an action without a
// report for one that succeeded: "Apply complete!", though no message was sent
// or nobody knows.
type server struct {
	frameworkServer

	mu       sync.Mutex
	invoking map[chan struct{}]struct{} // each is closed when its action has reported
}

// NewServer returns a function that makes the server of a provider.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		made := providerserver.NewProtocol6(New(version)())()
		inner, ok := made.(frameworkServer)
		if !ok {
			return made
		}
		return &server{frameworkServer: inner, invoking: map[chan struct{}]struct{}{}}
	}
}

// InvokeAction notes how long the action goes on.
func (s *server) InvokeAction(
	ctx context.Context,
	req *tfprotov6.InvokeActionRequest,
) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.frameworkServer.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	reported := make(chan struct{})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.invoking[reported] = struct{}{}
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.invoking, reported)
			close(reported)
		}()
		stream.Events(push)
	}}, nil
}

// StopProvider cancels everything, as the framework does it, and then lets the
// actions report. That takes no longer than a message that is on its way.
func (s *server) StopProvider(
	ctx context.Context,
	req *tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	resp, err := s.frameworkServer.StopProvider(ctx, req)
	ctx, cancel := context.WithTimeout(ctx, zoom.DefaultAttemptTimeout+5*time.Second)
	defer cancel()
	for _, reported := range s.underWay() {
		select {
		case <-reported:
		case <-ctx.Done():
		}
	}
	return resp, err
}

func (s *server) underWay() []chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]chan struct{}, 0, len(s.invoking))
	for reported := range s.invoking {
		all = append(all, reported)
	}
	return all
}
