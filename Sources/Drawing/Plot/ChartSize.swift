/// The size of a picture in pixels.
public struct ChartSize: Sendable, Hashable {
    /// The width.
    public var width: Double
    /// The height.
    public var height: Double

    /// Creates a size; both are at least 200.
    public init(width: Double, height: Double) {
        self.width = width.isFinite ? max(200, width) : 640
        self.height = height.isFinite ? max(200, height) : 360
    }

    /// 640 by 360 pixels.
    public static let standard = ChartSize(width: 640, height: 360)

    /// 440 by 440 pixels, for axes of equal lengths.
    public static let square = ChartSize(width: 440, height: 440)

    /// The part of the picture below a header.
    func area(below header: Header) -> Rectangle {
        Rectangle(left: 8, top: header.height, right: width, bottom: max(height, header.height + 120) - 6)
    }
}
