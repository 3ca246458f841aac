// Package emulator is an in-memory Zoom that speaks the same HTTP, for tests,
// the demo and trying things out. It can be told to fail, by order or at random.
//
// Where sources contradict each other, it takes the stricter one, and an option
// relaxes it. The lists below name the source of each behaviour. Nothing of it
// was tried against a live account.
//
// Documented in the Chatbot API reference
// (https://developers.zoom.us/docs/api/chatbot/), its OpenAPI file included:
//
//   - POST answers 201, PUT and DELETE answer 200; the fields of the answers
//   - DELETE takes its arguments from the query
//   - POST requires user_jid, PUT and DELETE do not; see Options.UserJIDOptional
//   - content is a JSON object; {} is the content of the samples
//   - sent_time has no zone in the answer of POST, and "+0000" in those of PUT
//     and DELETE
//   - 400/7001, 401/7010, 403/7003, 403/7004, 404/7002 of POST, 404/8001 of PUT
//     and DELETE, and their messages
//   - POST /oauth/token?grant_type=client_credentials with HTTP Basic
//
// Documented elsewhere at Zoom (rate limits, errors, OAuth):
//
//   - the messages and headers of 429; Retry-After is an ISO-8601 time and comes
//     with the daily limit only
//   - 401/124 of the gateway; x-zm-trackingid
//   - access_token, token_type, expires_in 3600, scope, api_url
//
// Seen in answers of Zoom that others published, or in what Zoom's SDK sends:
//
//   - grant_type in a form instead of in the query; see Options.GrantInQueryOnly
//   - "result": false in errors of the chatbot calls
//   - {"reason", "error"} of the token endpoint for wrong credentials and for a
//     wrong grant type, both 400
//   - 404/2300 for unknown paths
//   - 400/7001 for a message with a link, and for a message or field with
//     "editable": true, beside is_markdown_support true
//   - PUT takes a to_jid and does not move the message
//   - the shapes of message IDs, except those of Options.NastyIDs
//
// Assumed, as nothing is known:
//
//   - the order of the checks: token, limits, body or query, form of robot_jid,
//     bot, account, channel or message
//   - PUT and DELETE refuse a bad token, body, bot or account as POST does
//   - a malformed robot_jid is one that is not name@domain.tld in letters,
//     digits, dots and hyphens; the name may have underscores
//   - another account is 7004 "Not authorized."
//   - a message of another bot or account is 8001, and so is a deleted one
//   - a body that is not UTF-8, or has another Content-Type than
//     application/json, is 7001
//   - null is neither a string nor a boolean; unknown fields are ignored
//   - every other content is accepted, whatever is in it
//   - is_markdown_support absent is false, also on PUT
//   - user_jid absent on PUT keeps the old one
//   - sent_time of PUT and DELETE is when the message was posted
//   - reply_to and visible_to_user are not looked up
//   - limits are counted in seconds that begin with a call, and in days of UTC;
//     token requests and refused calls do not count
//   - several tokens are valid at a time, unless Options.SingleToken is set
//   - 429 has "code": 429 and no "result"
//
// Stricter than Zoom is known to be, so that clients are exact:
//
//   - grant_type more than once, be it in the query, in the body or in both
//   - a body on DELETE; a query argument that is repeated
//   - a path with braces or other characters that are not escaped
//
// Every request is recorded (Emulator.Requests), with what was done about it:
// processed or not, answered in full or not, and with which fault.
package emulator
