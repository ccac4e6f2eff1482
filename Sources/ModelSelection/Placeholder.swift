// ModelSelection
