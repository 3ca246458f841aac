// A bot that uses Zoom's own SDK, @zoom/rivet, as its documentation shows: it
// sends a message, edits it, deletes it, and deletes it again. It prints what the
// SDK returned.
import { ChatbotClient } from "@zoom/rivet/chatbot";

const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, ACCOUNT_ID: account_id, ROBOT_JID: robot_jid } = process.env;
const { TO_JID: to_jid, USER_JID: user_jid } = process.env;
const { messages } = new ChatbotClient({ clientId, clientSecret, disableReceiver: true }).endpoints;

const sent = await messages.sendChatbotMessage({
  body: { robot_jid, to_jid, account_id, user_jid, content: { head: { text: "Maintenance on Friday" } } },
});
const { message_id } = sent.data;
const edited = await messages.editChatbotMessage({
  path: { message_id },
  body: { robot_jid, account_id, content: { head: { text: "Maintenance on Saturday" } }, is_markdown_support: true },
});
const deletion = { path: { message_id }, query: { account_id, robot_jid } };
const deleted = await messages.deleteChatbotMessage(deletion);
const again = await messages.deleteChatbotMessage(deletion).catch((error) => error.message);

console.log(JSON.stringify({ sent, edited, deleted, again }));
