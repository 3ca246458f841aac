# Terraform posts the instances of one resource at the same time, so that Zoom
# would show them in any order. Each reply is therefore a resource of its own,
# which waits for the one before.

resource "zoom_chatbot_message" "reply_01" {
  count = length(local.replies) >= 1 ? 1 : 0

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[0]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_02" {
  count      = length(local.replies) >= 2 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_01]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[1]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_03" {
  count      = length(local.replies) >= 3 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_02]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[2]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_04" {
  count      = length(local.replies) >= 4 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_03]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[3]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_05" {
  count      = length(local.replies) >= 5 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_04]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[4]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_06" {
  count      = length(local.replies) >= 6 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_05]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[5]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_07" {
  count      = length(local.replies) >= 7 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_06]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[6]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_08" {
  count      = length(local.replies) >= 8 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_07]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[7]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_09" {
  count      = length(local.replies) >= 9 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_08]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[8]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_10" {
  count      = length(local.replies) >= 10 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_09]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[9]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_11" {
  count      = length(local.replies) >= 11 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_10]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[10]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_12" {
  count      = length(local.replies) >= 12 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_11]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[11]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_13" {
  count      = length(local.replies) >= 13 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_12]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[12]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_14" {
  count      = length(local.replies) >= 14 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_13]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[13]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_15" {
  count      = length(local.replies) >= 15 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_14]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[14]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_16" {
  count      = length(local.replies) >= 16 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_15]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[15]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_17" {
  count      = length(local.replies) >= 17 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_16]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[16]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_18" {
  count      = length(local.replies) >= 18 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_17]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[17]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_19" {
  count      = length(local.replies) >= 19 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_18]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[18]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}

resource "zoom_chatbot_message" "reply_20" {
  count      = length(local.replies) >= 20 ? 1 : 0
  depends_on = [zoom_chatbot_message.reply_19]

  to_jid              = var.to_jid
  reply_to            = zoom_chatbot_message.incident.message_id
  content             = local.replies[19]
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy
}
