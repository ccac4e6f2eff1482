/// An element of an SVG picture: a name, attributes, and text or elements inside.
///
/// Every text and every attribute is escaped when the element is written, so that names of columns, classes and
/// files are shown and never run.
public struct SVGElement: Sendable, Equatable {
    /// What an element holds.
    enum Content: Sendable, Equatable {
        case element(SVGElement)
        case text(String)
        /// A style sheet of this module, written as it is.
        case styleSheet(String)
    }

    struct Attribute: Sendable, Equatable {
        var name: String
        var value: String
    }

    var name: String
    var attributes: [Attribute]
    var content: [Content]

    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [SVGElement] = []) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
        content = children.map(Content.element)
    }

    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        self.init(name, attributes)
        content = [.text(text)]
    }

    /// Returns the element with one more attribute.
    func with(_ name: String, _ value: String) -> SVGElement {
        var copy = self
        copy.attributes.append(Attribute(name: name, value: value))
        return copy
    }

    /// Returns the element with a text that viewers show when the pointer rests on it.
    func hint(_ text: String) -> SVGElement {
        var copy = self
        copy.content.insert(
            .element(SVGElement("title", text: TextLine.shortened(text, toCharacters: 300))), at: 0)
        return copy
    }

    /// Returns the element with a class, which the style sheet gives colours and strokes.
    func styled(_ names: String) -> SVGElement { names.isEmpty ? self : with("class", names) }
}
