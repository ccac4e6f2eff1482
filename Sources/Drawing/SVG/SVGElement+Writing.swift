extension SVGElement {
    /// The element as SVG text.
    public var markup: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        text += "<"
        text += name
        for attribute in attributes {
            text += " \(attribute.name)=\""
            EscapedText.append(attribute.value, to: &text)
            text += "\""
        }
        if content.isEmpty {
            text += "/>"
            return
        }
        text += ">"
        for part in content {
            switch part {
            case .element(let element): element.write(to: &text)
            case .text(let value): EscapedText.append(value, to: &text)
            case .styleSheet(let rules): text += rules
            }
        }
        text += "</\(name)>"
    }
}
