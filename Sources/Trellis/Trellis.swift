/// Trellis: the whole library by one import.
@_exported import Collections
@_exported import Learning
@_exported import LinearAlgebra
@_exported import LocalScheduling
@_exported import ModelSelection
@_exported import Tabular
@_exported import TaskGraph
