import Trellis
@main struct TrellisBenchmark { static func main() {} }
