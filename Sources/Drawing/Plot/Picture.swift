/// The shapes of a picture, and its size.
public struct Picture: Sendable, Equatable {
    /// Where the style sheet of a picture is.
    enum Style {
        case own
        case ofPage
    }

    var width: Double
    var height: Double
    var shapes: [SVGElement]

    func element(title: String, summary: String, style: Style) -> SVGElement {
        let (wide, high) = (Coordinate.text(width), Coordinate.text(height))
        var root = SVGElement(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "trellis-chart", "role": "img",
                "width": wide, "height": high, "viewBox": "0 0 \(wide) \(high)",
            ])
        root.content.append(
            .element(SVGElement("title", text: TextLine.shortened(title, toCharacters: 300))))
        root.content.append(
            .element(SVGElement("desc", text: TextLine.shortened(summary, toCharacters: 1000))))
        if style == .own {
            var sheet = SVGElement("style")
            sheet.content = [.styleSheet(Theme.styleSheet)]
            root.content.append(.element(sheet))
        }
        root.content += shapes.map(SVGElement.Content.element)
        return root
    }
}
