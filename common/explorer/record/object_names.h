// Names that a body gives to its objects, by the bytes that they take; forgotten with the schedule.
// Of names for the same bytes the last one counts.
#pragma once

#include <cstddef>
#include <cstdint>

namespace explorer {

void forget_object_names();
void set_object_name(std::uintptr_t address, std::size_t bytes, const char* name);
[[nodiscard]] const char* name_of_object(std::uintptr_t address);  // null where it has none

}  // namespace explorer
