package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/contract"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// target returns what the flags and the environment name, and what ends it.
func (set settings) target(getenv func(string) string) (contract.Target, func(), error) {
	if !set.zoom {
		return contract.Emulated()
	}
	target, err := accountTarget(getenv)
	target.Interval = set.interval
	return target, func() {}, err
}

// accountTarget returns the account that the environment names.
func accountTarget(getenv func(string) string) (contract.Target, error) {
	var missing []string
	required := func(name string) string {
		if getenv(name) == "" {
			missing = append(missing, name)
		}
		return getenv(name)
	}
	target := contract.Target{
		App: contract.App{
			ClientID: required(
				"ZOOM_CLIENT_ID",
			),
			ClientSecret: required("ZOOM_CLIENT_SECRET"),
			RobotJID:     required("ZOOM_ROBOT_JID"),
		},
		AccountID: required("ZOOM_ACCOUNT_ID"), ToJID: required("ZOOM_TEST_TO_JID"), UserJID: required("ZOOM_USER_JID"),
		UserID: getenv("ZOOM_TEST_USER_ID"),
	}
	if getenv("ZOOM_TEST_OTHER_CLIENT_ID") != "" {
		target.Other = &contract.App{
			ClientID:     getenv("ZOOM_TEST_OTHER_CLIENT_ID"),
			ClientSecret: required("ZOOM_TEST_OTHER_CLIENT_SECRET"),
			RobotJID:     required("ZOOM_TEST_OTHER_ROBOT_JID"),
		}
	}
	if getenv("ZOOM_DIRECTORY_CLIENT_ID") != "" {
		target.Directory = &contract.DirectoryApp{
			ClientID:     getenv("ZOOM_DIRECTORY_CLIENT_ID"),
			ClientSecret: required("ZOOM_DIRECTORY_CLIENT_SECRET"),
			AccountID:    required("ZOOM_DIRECTORY_ACCOUNT_ID"),
		}
	}
	if missing != nil {
		return target, fmt.Errorf("-zoom needs the variables of a real account; not set: %s", strings.Join(missing, ", "))
	}
	at, err := endpoint(getenv("ZOOM_BASE_URL"), getenv("ZOOM_TOKEN_URL"))
	target.Endpoint = at
	return target, err
}

// endpoint returns Zoom's global API, or the cluster that both URLs name.
func endpoint(baseURL, tokenURL string) (contract.Endpoint, error) {
	at := contract.Endpoint{BaseURL: strings.TrimRight(baseURL, "/"), TokenURL: tokenURL}
	if baseURL == "" && tokenURL == "" {
		return contract.Endpoint{BaseURL: zoom.DefaultBaseURL, TokenURL: zoom.DefaultTokenURL}, nil
	}
	if baseURL == "" || tokenURL == "" {
		return at, errors.New(
			"set both ZOOM_BASE_URL and ZOOM_TOKEN_URL, or neither: a secret must not reach another cluster",
		)
	}
	for name, text := range map[string]string{"ZOOM_BASE_URL": baseURL, "ZOOM_TOKEN_URL": tokenURL} {
		if err := zoom.CheckURL(text); err != nil {
			return at, fmt.Errorf("%s %w", name, err)
		}
	}
	return at, nil
}
