terraform {
  required_version = ">= 1.7" # Terraform 1.8 or OpenTofu 1.7

  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}
