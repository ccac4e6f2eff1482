/// What is above the marks of a picture: its title, a note, and a legend.
struct Header {
    /// A colour or a sign, and what it stands for.
    struct Entry {
        var label: String
        /// The class of the sign, and whether it is a line.
        var style: String
        var isLine = false
    }

    var shapes: [SVGElement] = []
    var height = 0.0

    /// Lays out a header in a width.
    ///
    /// Texts that do not fit are shortened, and legends continue on further lines.
    init(_ title: String, note: String = "", legend: [Entry] = [], width: Double, left: Double = 8) {
        let room = width - left - 8
        height = 22
        shapes.append(
            .label(TextLine.fitted(title, to: room, size: 15), at: Point(left, height), .start, "title"))
        if !note.isEmpty {
            for line in Self.lines(of: note, width: room) {
                height += 17
                shapes.append(.label(line, at: Point(left, height), .start, "muted"))
            }
        }
        if !legend.isEmpty { add(legend, left: left, room: room) }
        height += 10
    }

    private mutating func add(_ legend: [Entry], left: Double, room: Double) {
        var x = left
        height += 20
        for entry in legend.prefix(40) {
            let label = TextLine.fitted(entry.label, to: min(room - 20, 180))
            let width = 18 + TextLine.width(label) + 14
            if x > left, x + width > left + room {
                x = left
                height += 18
            }
            let middle = height - 4
            if entry.isLine {
                shapes.append(.line(from: Point(x, middle), to: Point(x + 13, middle), entry.style))
            } else {
                let area = Rectangle(left: x, top: middle - 5, right: x + 11, bottom: middle + 5)
                shapes.append(.rectangle(area, entry.style).with("rx", "2"))
            }
            shapes.append(.label(label, at: Point(x + 18, height)))
            x += width
        }
    }

    /// Breaks a note into lines at spaces, at most three.
    static func lines(of text: String, width: Double) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ").prefix(200) {
            let longer = lines[lines.count - 1].isEmpty ? String(word) : lines[lines.count - 1] + " " + word
            if TextLine.width(longer) <= width {
                lines[lines.count - 1] = longer
            } else if lines.count < 3 {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = longer
                break
            }
        }
        return lines.map { TextLine.fitted($0, to: width) }
    }
}
