// Package emulator is an in-memory Zoom that speaks the same HTTP, for tests,
// the demo and trying things out. It can be told to fail, by order or at random.
//
// Where sources contradict each other, it takes the stricter one, and an option
// relaxes it. Nothing of it was tried against a live account.
//
// What Zoom is believed to do, by grade:
//
// Documented by Zoom:
//
//   - token-grant-in-query: The token endpoint takes the grant type in the query.
//   - token-lifetime: A token is valid for one hour (expires_in is 3600, or one second
//     less).
//   - token-type-and-scope: A token is a bearer token with the scope imchat:bot.
//   - call-without-token: A POST without Authorization is answered with 401, code 7010.
//   - call-with-bad-token: A POST with an unknown token is answered with 401, code 7010.
//   - post-status: A POST that succeeds is answered with 201.
//   - post-fields: The answer to POST has message_id and sent_time, and robot_jid, to_jid
//     and user_jid as they were sent.
//   - post-sent-time: POST writes sent_time without a time zone: 2019-10-17 01:40:24.
//   - post-without-user-jid: A POST without user_jid is refused: 400, code 7001.
//   - post-without-markdown-flag: POST may leave out is_markdown_support.
//   - post-without-account: A POST without account_id is refused: 400, code 7001.
//   - post-not-json: A body that is not JSON is refused: 400, code 7001.
//   - post-bad-robot: A robot_jid that is not a JID is answered with 404, code 7002.
//   - post-unknown-robot: A robot_jid of no bot is answered with 403, code 7003.
//   - post-unknown-channel: A to_jid of no channel and no user is answered with 403, code
//     7004.
//   - post-reply: POST takes the ID of another message as reply_to.
//   - post-visible-to-id: POST takes a user ID as visible_to_user.
//   - content-empty: POST takes an empty object as content.
//   - content-missing: A POST without content is refused: 400, code 7001.
//   - content-is-text: A text as content is refused: 400, code 7001.
//   - link-without-markdown: A message with a link is accepted if is_markdown_support is
//     false.
//   - put-status: A PUT that succeeds is answered with 200.
//   - put-keeps-id: PUT keeps the ID of the message.
//   - put-channel-in-answer: The answer to PUT names the channel of the message.
//   - put-sent-time: PUT writes sent_time with a time zone: 2019-10-17 01:40:24 +0000.
//   - put-without-user-jid: PUT may leave out user_jid.
//   - put-without-markdown-flag: PUT may leave out is_markdown_support.
//   - put-unknown-message: A PUT to an unknown message is answered with 404, code 8001.
//   - delete-status: A DELETE with its arguments in the query is answered with 200.
//   - delete-answer: The answer to DELETE names the message.
//   - delete-sent-time: DELETE writes sent_time with a time zone: 2019-10-17 01:40:24
//     +0000.
//   - delete-unknown-message: A DELETE of an unknown message is answered with 404, code
//     8001.
//   - directory-token: A Server-to-Server OAuth app gets a token by account_credentials
//     and account_id in the query.
//   - directory-user-jid: GET /users/{userId} answers the user's jid.
//   - directory-unknown-user: GET /users/{userId} answers 404, code 1001 to an unknown
//     user.
//   - directory-channel-jid: GET /chat/users/{userId}/channels lists the channels of a
//     user with their jid.
//   - directory-page-token: An unknown next_page_token is answered with 400, code 300.
//   - read-is-not-possible: A message cannot be read back: GET
//     /im/chat/messages/{message_id} is answered with an error.
//
// Seen in Zoom's SDK, or in answers of Zoom that others have published:
//
//   - token-grant-in-body: The token endpoint takes the grant type in a form in the body.
//   - token-bad-credentials: The token endpoint answers 400, invalid_client to unknown
//     credentials.
//   - token-bad-grant: The token endpoint answers 400, unsupported_grant_type to a grant
//     that it does not know.
//   - message-id-shape: A message ID has one of the shapes that were seen: a UUID, also
//     in braces, or a date and letters.
//   - post-visible-to-jid: POST takes a user's JID as visible_to_user.
//   - content-body-object: A body that is an object instead of a list is accepted.
//   - markdown-with-link: A message with a link is refused if is_markdown_support is
//     true: 400, code 7001.
//   - markdown-with-editable: A message that can be edited is refused if
//     is_markdown_support is true: 400, code 7001.
//   - put-does-not-move: PUT takes a to_jid and does not move the message.
//   - unknown-path: An unknown path is answered with 404, code 2300.
//   - refusal-has-result: An error of the chatbot calls with a code from 7001 has
//     "result": false.
//   - tracking-id: Every answer has a header x-zm-trackingid.
//   - rate-limit-category: A chatbot call that succeeds is answered with
//     X-RateLimit-Category: Medium.
//   - limit-per-second: Over the limit per second, the answer is 429 with
//     X-RateLimit-Type: QPS and without Retry-After.
//   - limit-per-day: Over the limit per day, the answer is 429 with X-RateLimit-Type:
//     Daily-limit and the time in Retry-After.
//
// Assumed:
//
//   - token-two-at-a-time: A new token leaves the one before it valid.
//   - edit-with-bad-token: A PUT with an unknown token is answered as a POST is: 401,
//     code 7010.
//   - post-unknown-field: A field that POST does not have is ignored.
//   - post-content-type: A JSON body that is called text/plain is refused: 400, code
//     7001.
//   - post-other-account: An account_id of another account is answered with 403, code
//     7004.
//   - post-reply-to-deleted: A reply to a message that was deleted is accepted.
//   - content-unknown-element: An element of an unknown type is accepted.
//   - content-number-as-value: A number as the value of a field is accepted.
//   - content-long-text: A text of 65,536 characters is accepted; no limit is documented.
//   - put-time-of-posting: PUT answers the time of the posting, not of the edit.
//   - put-keeps-user: A PUT without user_jid keeps the user of the message.
//   - put-markdown-flag-is-not-kept: A PUT without is_markdown_support sets it to false.
//   - put-replaces-content: PUT replaces the content as a whole.
//   - put-without-account: A PUT without account_id is refused: 400, code 7001.
//   - put-without-robot: A PUT without robot_jid is refused: 400, code 7001.
//   - put-without-content: A PUT without content is refused: 400, code 7001.
//   - put-keeps-thread: PUT leaves a reply in its thread.
//   - put-deleted-message: A PUT to a message that was deleted is answered with 404, code
//     8001.
//   - put-message-of-another-bot: A PUT to the message of another bot is answered with
//     404, code 8001.
//   - delete-twice: A second DELETE of a message is answered with 404, code 8001.
//   - delete-message-of-another-bot: A DELETE of the message of another bot is answered
//     with 404, code 8001.
//   - delete-without-account: A DELETE without account_id is refused: 400, code 7001.
//   - delete-without-robot: A DELETE without robot_jid is refused: 400, code 7001.
//   - delete-arguments-in-body: A DELETE with its arguments in the body instead of the
//     query is refused: 400, code 7001.
//   - directory-token-of-another-account: The token endpoint answers 400, invalid_request
//     to an account_id that is not the app's.
//   - directory-bad-token: A look-up with an unknown token is answered with 401, code
//     124.
//   - directory-with-chatbot-token: A look-up with the chatbot's token is answered with
//     400, code 4711.
//
// The list ends here. It is written by "make generate", from the claims of package
// contract, whose tests hold the emulator to it.
//
// What no claim says, as no probe can tell:
//
//   - the checks come in this order: token, limits, body or query, form of
//     robot_jid, bot, account, channel or message
//   - a malformed robot_jid is one that is not name@domain.tld in letters,
//     digits, dots and hyphens; the name may have underscores
//   - a body that is not UTF-8 is 7001; null is neither a string nor a boolean
//   - limits are counted in seconds that begin with a call, and in days of UTC;
//     token requests and refused calls do not count
//   - 429 has "code": 429 and no "result"
//
// The calls that look up users and channels follow the OpenAPI files of Zoom's
// Users and Team Chat APIs in all else: paths, parameters, sizes of pages, fields
// and scopes. Assumed are 400/200 for a missing role (documented for a single
// channel), that an e-mail address is taken for a user but not for a user's
// channels, and that its case matters.
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
