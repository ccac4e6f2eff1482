import Trellis
@main struct TrellisCommand { static func main() {} }
