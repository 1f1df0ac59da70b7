-- Lua itself: a line is the bytes of a chunk, as JSON; the answer is what it returns, printed with its keys in order; null where
-- that is no chunk, or where it does not end.
io.stdout:setvbuf("line")

local function number_of(value)
  if value ~= value then return "nan" end
  return string.format("%.17g", value + 0.0)
end

local function hexadecimal(text)
  return (text:gsub(".", function(byte) return string.format("%02x", byte:byte()) end))
end

local function printed(value)
  local kind = type(value)
  if kind == "string" then return "s" .. hexadecimal(value) end
  if kind == "number" then return "n" .. number_of(value) end
  if kind == "table" then
    local fields = {}
    for key, inner in pairs(value) do fields[#fields + 1] = printed(key) .. "=" .. printed(inner) end
    table.sort(fields)
    return "{" .. table.concat(fields, ",") .. "}"
  end
  return tostring(value)
end

for line in io.lines() do
  local bytes = {}
  for code in line:gmatch("%d+") do bytes[#bytes + 1] = string.char(tonumber(code)) end
  local chunk = load(table.concat(bytes), "=input", "t", {})
  local good, value = false, nil
  if chunk then
    debug.sethook(function() error("no end") end, "", 1000000)
    good, value = pcall(chunk)
    debug.sethook()
  end
  local told, text = pcall(printed, value)
  print(good and told and '"' .. text .. '"' or "null")
end
