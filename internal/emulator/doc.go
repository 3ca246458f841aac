// Package emulator is an in-memory Zoom with the same HTTP, for tests, demo and
// preview. It can be told to fail, by order or at random.
//
// It answers what Zoom documents and keeps clients to the documented form. What
// follows is where each behaviour comes from; nothing of it was tried against a
// live account.
//
// Documented in the Chatbot API reference
// (https://developers.zoom.us/docs/api/chatbot/), its OpenAPI file included:
//
//	POST 201, PUT 200, DELETE 200 with arguments in the query; the fields of
//	the answers; user_jid required by POST only
//	sent_time without a zone from POST, with "+0000" from PUT and DELETE
//	400/7001, 401/7010, 403/7003, 403/7004, 404/7002 of POST; 404/8001 of PUT
//	and DELETE; their messages
//	POST /oauth/token?grant_type=client_credentials with HTTP Basic
//
// Documented elsewhere at Zoom (rate limits, errors, OAuth):
//
//	the messages and headers of 429; Retry-After as an ISO-8601 time, with the
//	daily limit only
//	401/124 of the gateway; x-zm-trackingid
//	access_token, token_type, expires_in 3600, scope, api_url
//
// Seen in answers of Zoom that others published:
//
//	"result": false in errors of the chatbot calls
//	{"reason", "error"} of the token endpoint for wrong credentials and for a
//	wrong grant type, both 400
//	404/2300 for unknown paths
//	PUT takes a to_jid and does not move the message
//	the shapes of message ids, NastyIDs apart
//
// Assumed, as nothing says:
//
//	the order of the checks: token, limits, body or query, form of robot_jid,
//	bot, account, channel or message
//	PUT and DELETE refuse a bad token, body, bot or account as POST does
//	a malformed robot_jid is one that is not name@domain.tld in letters,
//	digits, dots and hyphens; the name may have underscores
//	another account is 7004 "Not authorized."; a message of another bot or
//	account is 8001, and so is one that was deleted before
//	a body of another Content-Type than application/json is 7001
//	null is neither a string nor a boolean; unknown fields are ignored
//	is_markdown_support absent is false, also on PUT; user_jid absent on PUT
//	keeps the old one
//	PUT and DELETE give the time of the posting, not of the edit
//	reply_to and visible_to_user are not looked up
//	content that Check of package content calls an error is 7001
//	limits are counted in seconds that begin with a call, and in days of UTC;
//	token requests and refused calls do not count
//	several tokens are good at a time, unless Options.SingleToken
//	429 has "code": 429 and no "result"
//
// Stricter than Zoom is known to be, so that clients are exact:
//
//	a second grant_type in the body, or any in another place than the query
//	a body on DELETE; a query argument that is repeated
//	a path with braces or the like that are not escaped
//
// Every request is in the books (Emulator.Requests), with what was done about
// it: processed or not, answered to the end or not, and with which fault.
package emulator
