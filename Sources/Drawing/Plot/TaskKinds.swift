/// The kinds of tasks by the time spent on each, and their colours.
///
/// All beyond the seventh share the last.
struct TaskKinds {
    let names: [String]
    private let places: [String: Int]

    init(_ spans: [TaskStreamChart.Span]) {
        var seconds: [String: Double] = [:]
        for span in spans where span.isDrawn { seconds[span.kind, default: 0] += span.duration }
        names = seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    /// The position of a kind's colour.
    func color(of kind: String) -> Int { min(places[kind] ?? 0, Theme.seriesCount - 1) }

    var legend: [Header.Entry] {
        let own = names.count > Theme.seriesCount ? Theme.seriesCount - 1 : names.count
        var entries = names.prefix(own).enumerated().map {
            Header.Entry(label: $1, style: Theme.fill($0))
        }
        if names.count > own {
            entries.append(
                .init(label: "\(names.count - own) other kinds", style: Theme.fill(Theme.seriesCount - 1)))
        }
        return entries
    }
}
