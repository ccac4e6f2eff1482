/// A colour of a screen, with parts from 0 to 255.
struct RGBColor: Equatable, Sendable {
    var red: Double
    var green: Double
    var blue: Double

    init(_ hexadecimal: Int) {
        red = Double(hexadecimal >> 16 & 0xFF)
        green = Double(hexadecimal >> 8 & 0xFF)
        blue = Double(hexadecimal & 0xFF)
    }

    func mixed(with other: RGBColor, _ share: Double) -> RGBColor {
        var result = self
        result.red += (other.red - red) * share
        result.green += (other.green - green) * share
        result.blue += (other.blue - blue) * share
        return result
    }

    /// The colour as CSS writes it: `#1d91c0`.
    var text: String {
        "#"
            + [red, green, blue].map { part in
                let digits = String(Int(part.rounded()), radix: 16)
                return digits.count < 2 ? "0" + digits : digits
            }.joined()
    }
}
