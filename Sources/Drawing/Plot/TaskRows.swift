/// The rows of a task stream.
struct TaskRows {
    let workers: [String]
    let kinds: TaskKinds
    let rows: BandScale
    let scale: PositionScale
    let start: Double

    /// The names of workers, with numbers inside names in the order of their values.
    static func names(_ spans: [TaskStreamChart.Span]) -> [String] {
        Set(spans.lazy.map(\.worker)).sorted { first, second in
            let (a, b) = (trailingNumber(first), trailingNumber(second))
            return (a.text, a.number, first) < (b.text, b.number, second)
        }
    }

    private static func trailingNumber(_ name: String) -> (text: String, number: Int) {
        let digits = name.reversed().prefix { ("0"..."9").contains($0) }.prefix(15)
        return (String(name.dropLast(digits.count)), Int(String(digits.reversed())) ?? -1)
    }

    private var places: [String: Int] {
        Dictionary(uniqueKeysWithValues: workers.enumerated().map { ($1, $0) })
    }

    /// A bar for each task.
    func bars(of spans: [TaskStreamChart.Span]) -> [SVGElement] {
        let places = places
        return spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }.compactMap { span in
            places[span.worker].flatMap { bar(of: span, inRow: $0) }
        }
    }

    /// The bar of a task in a row.
    func bar(of span: TaskStreamChart.Span, inRow row: Int) -> SVGElement? {
        guard let left = scale.position(of: span.start - start),
            let right = scale.position(of: span.end - start)
        else { return nil }
        let (top, bottom) = rows.band(row)
        // A task is never invisible, however short.
        let area = Rectangle(left: left, top: top, right: max(right, left + 0.5), bottom: bottom)
        let text =
            span.label == span.kind || span.label.isEmpty ? span.kind : "\(span.kind): \(span.label)"
        return SVGElement.rectangle(area, Theme.fill(kinds.color(of: span.kind))).hint(
            "\(TextLine.shortened(text, toCharacters: 240)), \(NumberText.seconds(span.duration))")
    }

    /// A path for each colour, of the pieces of rows in which the colour's kinds took the most time.
    func summary(of spans: [TaskStreamChart.Span]) -> [SVGElement] {
        let places = places
        let pieces = max(50, min(700, 20_000 / max(workers.count, 1)))
        let colors = Theme.seriesCount
        let toPiece = PositionScale(.linear, scale.domain, from: 0, to: Double(pieces))
        var busy = Array(repeating: 0.0, count: workers.count * pieces * colors)
        for span in spans {
            guard let row = places[span.worker], let first = toPiece.position(of: span.start - start),
                let last = toPiece.position(of: span.end - start)
            else { continue }
            let color = kinds.color(of: span.kind)
            for piece in min(Int(first), pieces - 1)...min(Int(last), pieces - 1) {
                let share = min(last, Double(piece + 1)) - max(first, Double(piece))
                busy[(row * pieces + piece) * colors + color] += max(share, 1e-9)
            }
        }
        let width = (scale.end - scale.start) / Double(pieces)
        var paths = Array(repeating: SVGPath(), count: colors)
        for row in workers.indices {
            let (top, bottom) = rows.band(row)
            var from = 0
            var current: Int?
            for piece in 0...pieces {
                let color = piece == pieces ? nil : Self.dominant(busy, at: (row * pieces + piece) * colors)
                if color == current, piece < pieces { continue }
                if let current {
                    paths[current].add(
                        Rectangle(
                            left: scale.start + Double(from) * width, top: top,
                            right: scale.start + Double(piece) * width, bottom: bottom))
                }
                (from, current) = (piece, color)
            }
        }
        return paths.enumerated().filter { !$1.isEmpty }.map { .path($1, Theme.fill($0)) }
    }

    /// The colour with the most time in a piece of a row; `nil` if the worker mostly waited.
    private static func dominant(_ busy: [Double], at start: Int) -> Int? {
        let times = busy[start..<start + Theme.seriesCount]
        guard times.reduce(0, +) >= 0.5, let most = times.max() else { return nil }
        return times.firstIndex(of: most).map { $0 - start }
    }
}
