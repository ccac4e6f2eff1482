/// The legend of the colours of a ramp: a bar with the numbers at its ends and between.
enum RampLegend {
    static func shapes(
        _ label: String, _ domain: Domain, hasMissing: Bool, at origin: Point, width: Double
    ) -> [SVGElement] {
        let band = BandScale(
            count: ColorRamp.count, from: origin.x, to: origin.x + max(width, 80), gap: 0)
        var shapes = [
            SVGElement.label(
                TextLine.fitted(label, to: 260), at: Point(origin.x, origin.y + 8), .start, "muted small")
        ]
        for index in 0..<ColorRamp.count {
            let (left, right) = band.band(index)
            // Neighbours overlap by a little, so that no background shows between them.
            let area = Rectangle(
                left: left, top: origin.y + 14, right: right + (index + 1 < ColorRamp.count ? 0.5 : 0),
                bottom: origin.y + 24)
            shapes.append(.rectangle(area, ColorRamp.fill(index)))
        }
        let low = NumberText.short(domain.lower)
        let high = NumberText.short(domain.upper)
        shapes.append(.label(low, at: Point(band.start, origin.y + 38), .start, "muted small"))
        shapes.append(.label(high, at: Point(band.end, origin.y + 38), .end, "muted small"))
        if hasMissing {
            let left = band.end + 18
            let area = Rectangle(left: left, top: origin.y + 13.5, right: left + 11, bottom: origin.y + 24.5)
            shapes.append(.rectangle(area, "missing"))
            shapes.append(.label("missing", at: Point(left + 17, origin.y + 23), .start, "muted small"))
        }
        return shapes
    }
}
