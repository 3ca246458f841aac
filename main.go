// Command terraform-provider-zoom is a Terraform provider for Zoom Team Chat:
// it declares chatbot messages, such as announcements, in HCL.
package main

func main() {}
