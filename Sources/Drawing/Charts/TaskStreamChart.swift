/// What each worker did and when: a row a worker, a bar a task, coloured by kind.
///
/// More tasks than ``limit`` are summarised: each piece of a row has the colour of the kind that took the most time.
public struct TaskStreamChart: Chart {
    /// The largest number of tasks that are drawn one by one.
    public static let limit = 2000

    /// The largest number of workers.
    public static let workerLimit = 200

    /// The time that a worker spent on a task.
    public struct Span: Sendable, Hashable {
        /// The worker's name.
        public var worker: String
        /// When the task began, in seconds.
        public var start: Double
        /// When it ended, in seconds.
        public var end: Double
        /// What kind of task it was, which chooses the colour.
        public var kind: String
        /// What the task was, for the text that viewers show.
        public var label: String

        /// Creates a span.
        public init(worker: String, start: Double, end: Double, kind: String, label: String) {
            self.worker = worker
            self.start = start
            self.end = end
            self.kind = kind
            self.label = label
        }

        var duration: Double { end - start }

        var isDrawn: Bool { start.isFinite && end.isFinite && start <= end }
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// The time that workers spent on tasks.
    public var spans: [Span]
    /// The tasks of the critical path, which have a row of their own.
    public var criticalPath: [Span]

    /// Creates a task stream.
    public init(_ title: String = "Task stream", spans: [Span], criticalPath: [Span] = []) {
        self.title = title
        self.spans = spans
        self.criticalPath = criticalPath
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let workers = Set(spans.lazy.map(\.worker)).count
        let kinds = TaskKinds(spans).names
        let names = kinds.prefix(5).map { TextLine.shortened($0, toCharacters: 60) }
        return
            "\(NumberText.count(spans.count, "task")) on \(NumberText.count(workers, "worker")); most time was "
            + "spent on \(names.isEmpty ? "nothing" : names.joined(separator: ", "))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let width = 900.0
        let drawn = spans.filter(\.isDrawn)
        let kinds = TaskKinds(drawn)
        let workers = TaskRows.names(drawn)
        let shown = Array(workers.prefix(Self.workerLimit))
        let isLong = drawn.count > Self.limit
        var notes: [String] = []
        if isLong {
            notes.append(
                "\(NumberText.count(drawn.count, "task")), summarised: colours are the kinds that took the most time."
            )
        }
        if shown.count < workers.count {
            notes.append("The first \(shown.count) of \(workers.count) workers are shown.")
        }
        let header = Header(
            title, note: notes.joined(separator: " "), legend: kinds.legend, width: width)
        let path = criticalPath.filter(\.isDrawn).prefix(Self.limit)
        let labels = shown + (path.isEmpty ? [] : ["critical path"])
        let widest = labels.map { TextLine.width($0, size: 11) }.max() ?? 0
        let left = 16 + min(max(widest, 30) + 8, 160)
        let rowHeight = min(28, max(4, 480 / Double(max(labels.count, 1))))
        let top = header.height + 4
        let bottom = top + rowHeight * Double(max(labels.count, 1))
        let start = drawn.lazy.map(\.start).min() ?? 0
        let end = drawn.lazy.map(\.end).max() ?? 1
        let duration = max(end - start, 1e-9)
        let axis = Axis(
            "time since the start", Domain(0, duration), format: NumberText.seconds(upTo: duration))
        let scale = PositionScale(.linear, axis.domain, from: left, to: width - 16)
        let rows = BandScale(count: labels.count, from: top, to: bottom, gap: rowHeight < 8 ? 0.1 : 0.16)
        var shapes = header.shapes
        let ticks = axis.ticks(scale, 8)
        for tick in ticks {
            guard let x = scale.position(of: tick.value) else { continue }
            shapes.append(.line(from: Point(x, top), to: Point(x, bottom), "grid"))
        }
        let time = Panel.bottomAxis(axis, scale, ticks, at: bottom, left: left, right: width - 16)
        shapes.append(SVGElement.group("", time).with("data-axis", "time"))
        for index in stride(from: 0, to: labels.count, by: rows.labelStride(13)) {
            let name = TextLine.fitted(labels[index], to: left - 20, size: 11)
            shapes.append(.label(name, at: Point(left - 8, rows.center(index) + 4), .end, "muted small"))
        }
        let grid = TaskRows(workers: shown, kinds: kinds, rows: rows, scale: scale, start: start)
        var bars = isLong ? grid.summary(of: drawn) : grid.bars(of: drawn)
        bars += path.compactMap { grid.bar(of: $0, inRow: shown.count) }
        let area = Rectangle(left: left, top: top, right: width - 16, bottom: bottom)
        shapes.append(SVGElement.window(area, bars).with("data-seconds", "\(min(duration, 1e300))"))
        if drawn.isEmpty {
            shapes += EmptyNote.shapes(in: area)
        }
        return Picture(width: width, height: bottom + 46, shapes: shapes)
    }
}
