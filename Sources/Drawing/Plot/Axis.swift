/// The numbers that an axis of a picture shows, and its label.
struct Axis: Sendable {
    var label: String
    var domain: Domain
    var kind = ScaleKind.linear
    /// The texts of ticks, if they are not plain numbers.
    var format: (@Sendable (Double) -> String)?

    init(
        _ label: String, _ domain: Domain, _ kind: ScaleKind = .linear,
        format: (@Sendable (Double) -> String)? = nil
    ) {
        self.label = label
        self.domain = domain
        self.kind = kind
        self.format = format
    }

    func ticks(_ scale: PositionScale, _ count: Int) -> [Tick] {
        let ticks = scale.ticks(count)
        guard let format else { return ticks }
        return ticks.map { Tick(value: $0.value, label: format($0.value)) }
    }
}
