import Foundation
import Testing

@testable import Drawing

/// Colours are told apart by people with every kind of colour vision, and text on colours is legible.
@Suite struct ColorTests {
    /// What people with a missing kind of cone see: Machado, Oliveira and Fernandes (2009), severity 1.
    static let visions: [(name: String, matrix: [[Double]])] = [
        ("full", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]
        ),
    ]

    static func linear(_ color: RGBColor) -> [Double] {
        [color.red, color.green, color.blue].map { part in
            let value = part / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
    }

    static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { zip($0, vector).map(*).reduce(0, +) }
    }

    /// Ottosson's Oklab, in which distances are about as large as they look.
    static func oklab(_ linear: [Double]) -> [Double] {
        let cones = product(
            [
                [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ], linear.map { min(max($0, 0), 1) })
        return product(
            [
                [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ], cones.map { cbrt($0) })
    }

    static func contrast(_ first: RGBColor, _ second: RGBColor) -> Double {
        let luminances = [first, second].map {
            zip(linear($0), [0.2126, 0.7152, 0.0722]).map(*).reduce(0, +)
        }
        return ((luminances.max() ?? 0) + 0.05) / ((luminances.min() ?? 0) + 0.05)
    }

    @Test func seriesAreToldApart() {
        for palette in [Theme.light, Theme.dark] {
            for (name, matrix) in Self.visions {
                let seen = palette.series.map { Self.oklab(Self.product(matrix, Self.linear($0))) }
                for first in seen.indices {
                    for second in seen.indices where first < second {
                        let distance = zip(seen[first], seen[second]).map { ($0 - $1) * ($0 - $1) }.reduce(
                            0, +
                        )
                        .squareRoot()
                        // About five times the smallest difference that people notice side by side.
                        #expect(distance > 0.06, "\(first) and \(second), \(name)")
                    }
                }
            }
        }
    }

    @Test func rampsOnlyGetDarker() {
        for (name, matrix) in Self.visions {
            let lightness = ColorRamp.colors.map { Self.oklab(Self.product(matrix, Self.linear($0)))[0] }
            for (first, second) in zip(lightness, lightness.dropFirst()) {
                #expect(first - second > 0.008, "\(name)")
            }
        }
    }

    @Test func textIsLegible() {
        for palette in [Theme.light, Theme.dark] {
            #expect(Self.contrast(palette.ink, palette.paper) > 7)
            #expect(Self.contrast(palette.muted, palette.paper) > 4.5)
            for color in palette.series { #expect(Self.contrast(color, palette.paper) > 2) }
        }
        for isDark in [false, true] {
            let ramp = isDark ? ColorRamp.colors.reversed() : ColorRamp.colors
            for (index, color) in ramp.enumerated() {
                let isWhite = ColorRamp.text(index) == (isDark ? "on-low" : "on-high")
                let text = RGBColor(isWhite ? 0xFFFFFF : 0x111111)
                #expect(Self.contrast(color, text) > 4.5, "\(index) of \(isDark ? "dark" : "light")")
            }
        }
    }
}
