import Testing

@testable import Drawing

@Suite struct ScaleTests {
    static let limits: [(Double, Double)] = {
        let ends: [Double] = [
            -.greatestFiniteMagnitude, -1e300, -1e9, -1000, -1, -0.1, -1e-12, -Double.leastNonzeroMagnitude,
            0, Double.leastNonzeroMagnitude, 1e-300,
            1e-9, 0.1,
            0.30000000000000004, 1, 1.0000000000000002, 3, 12.5, 1000, 1e9, 1e15, 1e15 + 1, 1e300,
            .greatestFiniteMagnitude,
        ]
        return ends.indices.flatMap { low in ends[low...].map { (ends[low], $0) } }
    }()

    @Test func domainsAreFiniteAndHoldTheirLimits() {
        for (low, high) in Self.limits {
            let domain = Domain(low, high)
            #expect(
                domain.lower < domain.upper && (domain.upper - domain.lower).isFinite, "\(low) to \(high)")
            #expect(domain.lower <= max(low, -Domain.limit) && domain.upper >= min(high, Domain.limit))
        }
    }

    @Test(arguments: [1, 2, 5, 10, 40])
    func linearTicksAreInTheDomainAndDistinct(count: Int) {
        for (low, high) in Self.limits {
            let domain = Domain(low, high)
            let ticks = Tick.linear(domain, count: count)
            #expect(ticks.count <= 2 * count + 2, "\(low) to \(high)")
            if count >= 2 { #expect(!ticks.isEmpty, "\(low) to \(high)") }
            for tick in ticks { #expect(domain.lower <= tick.value && tick.value <= domain.upper) }
            for (tick, next) in zip(ticks, ticks.dropFirst()) {
                #expect(tick.value < next.value)
                #expect(tick.label != next.label, "\(low) to \(high): \(tick.label)")
            }
        }
    }

    @Test(arguments: [2, 5, 10])
    func logarithmicTicksAreInTheDomainAndDistinct(count: Int) {
        for (low, high) in Self.limits where low > 0 {
            let domain = Domain.covering([low, high], .logarithmic)
            let ticks = Tick.logarithmic(domain, count: count)
            #expect(!ticks.isEmpty && ticks.count <= 3 * count + 3, "\(low) to \(high)")
            for tick in ticks { #expect(domain.lower <= tick.value && tick.value <= domain.upper) }
            for (tick, next) in zip(ticks, ticks.dropFirst()) {
                #expect(tick.value < next.value)
                #expect(tick.label != next.label, "\(low) to \(high): \(tick.label)")
            }
        }
    }

    @Test func ticksReadAsPeopleWriteThem() {
        func labels(_ low: Double, _ high: Double, _ kind: ScaleKind = .linear, _ count: Int = 5) -> [String]
        {
            PositionScale(kind, Domain(low, high), from: 0, to: 1).ticks(count).map(\.label)
        }
        #expect(labels(0, 1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels(-7, 93) == ["0", "20", "40", "60", "80"])
        #expect(labels(-0.5, 0.5) == ["−0.4", "−0.2", "0.0", "0.2", "0.4"])
        #expect(labels(0, 50_000) == ["0", "10,000", "20,000", "30,000", "40,000", "50,000"])
        #expect(labels(0, 3e9, .linear, 3) == ["0", "10⁹", "2×10⁹", "3×10⁹"])
        #expect(labels(0.001, 1000, .logarithmic, 7) == ["0.001", "0.01", "0.1", "1", "10", "100", "1000"])
        #expect(labels(1e-8, 1e8, .logarithmic, 4) == ["10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"])
        #expect(labels(1, 10, .logarithmic, 5) == ["1", "2", "5", "10"])
    }

    @Test(arguments: [ScaleKind.linear, .logarithmic])
    func positionsGrowWithValues(kind: ScaleKind) {
        for (low, high) in Self.limits where kind.admits(low) && high < .infinity {
            let scale = PositionScale(kind, .covering([low, high], kind), from: 10, to: 500)
            var last = 0.0
            var value = low
            for step in 0...20 {
                let fraction = Double(step) / 20
                value = max(value, low * (1 - fraction) + high * fraction)
                guard let position = scale.position(of: value) else {
                    Issue.record("no position of \(value)")
                    return
                }
                #expect(position >= last && position >= 10 && position <= 500.0001)
                last = position
            }
        }
    }

    @Test func numbersWithoutAPlaceHaveNone() {
        let linear = PositionScale(.linear, Domain(0, 1), from: 0, to: 1)
        let logarithmic = PositionScale(.logarithmic, Domain(1, 10), from: 0, to: 1)
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(linear.position(of: value) == nil && logarithmic.position(of: value) == nil)
        }
        #expect(logarithmic.position(of: 0) == nil && logarithmic.position(of: -1) == nil)
        #expect(linear.position(of: 2) == 1 && linear.position(of: -2) == 0)
    }

    @Test func bandsAreInOrderAndDoNotOverlap() {
        for count in [1, 2, 7, 1000] {
            let scale = BandScale(count: count, from: 5, to: 105)
            var last = 5.0
            for index in 0..<count {
                let (lower, upper) = scale.band(index)
                #expect(last <= lower && lower < upper && upper <= 105 + 1e-9)
                last = upper
            }
        }
    }

    @Test func histogramsCountEveryFiniteNumberOnce() {
        for values in [
            [], [1], [1, 1, 1], [.nan, 2, .infinity], Gallery.bell(1000, seed: 3), [-1e308, 1e308],
        ] {
            let bins = HistogramBins(values)
            #expect(bins.total == values.filter(\.isFinite).count)
        }
    }
}
