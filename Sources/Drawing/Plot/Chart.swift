/// A picture of data: a value that holds the data and draws itself as SVG.
///
/// The same data give the same text, to the byte. Numbers that have no place, such as NaN, are left out, and the
/// picture says what it left out or summarised.
public protocol Chart: Sendable {
    /// What the picture shows, in a few words.
    var title: String { get }

    /// What the picture shows, in a sentence for those who cannot see it.
    var summary: String { get }

    /// Draws the picture.
    func drawing() -> Picture
}

extension Chart {
    /// The picture as an SVG file that stands alone: it holds its style sheet, for light and dark screens and paper.
    public var svg: String { element(with: .own).markup }

    /// The picture as a part of an HTML page that has ``Theme/styleSheet``.
    public var inlineSVG: String { element(with: .ofPage).markup }

    func element(with style: Picture.Style) -> SVGElement {
        drawing().element(title: title, summary: summary, style: style)
    }
}
