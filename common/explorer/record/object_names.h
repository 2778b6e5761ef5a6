// Names that a body gives to its objects, by address; forgotten with the schedule.
#pragma once

#include <cstdint>

namespace explorer {

void forget_object_names();
void set_object_name(std::uintptr_t address, const char* name);
[[nodiscard]] const char* name_of_object(std::uintptr_t address);  // null where it has none

}  // namespace explorer
